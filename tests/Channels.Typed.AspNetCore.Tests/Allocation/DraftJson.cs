using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Draft))]
internal sealed partial class DraftJson : JsonSerializerContext;
