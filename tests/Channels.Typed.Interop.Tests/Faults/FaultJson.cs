using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.Interop.Tests.Faults;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FaultJoined))]
[JsonSerializable(typeof(Echoed))]
public sealed partial class FaultJson : JsonSerializerContext;
