using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.Interop.Tests.Lab;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LabJoined))]
[JsonSerializable(typeof(Echoed))]
public sealed partial class LabJson : JsonSerializerContext;
