using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Shape))]
[JsonSerializable(typeof(Amount))]
internal sealed partial class StrictJson : JsonSerializerContext;
