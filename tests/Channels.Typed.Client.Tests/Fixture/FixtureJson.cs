using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.Client.Tests.Fixture;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class FixtureJson : JsonSerializerContext;
