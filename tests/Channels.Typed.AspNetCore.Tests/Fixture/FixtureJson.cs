using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Note))]
internal sealed partial class FixtureJson : JsonSerializerContext;
