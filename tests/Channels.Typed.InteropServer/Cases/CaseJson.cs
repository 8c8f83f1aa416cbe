using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.InteropServer.Cases;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JoinCase))]
[JsonSerializable(typeof(CaseJoined))]
[JsonSerializable(typeof(CaseRefused))]
[JsonSerializable(typeof(Note))]
public sealed partial class CaseJson : JsonSerializerContext;
