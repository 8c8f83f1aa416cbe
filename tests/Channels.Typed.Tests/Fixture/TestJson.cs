using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Fixture;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(JoinRefused))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class TestJson : JsonSerializerContext;
