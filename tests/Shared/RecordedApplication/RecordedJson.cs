using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>
/// The JSON metadata of all payloads. Null values are left out, because the recorded application treats a missing property and null
/// differently in some places.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JoinRoom))]
[JsonSerializable(typeof(RoomJoined))]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Whisper))]
[JsonSerializable(typeof(PrivateMessage))]
[JsonSerializable(typeof(Sent))]
[JsonSerializable(typeof(Pushed))]
[JsonSerializable(typeof(Greeting))]
[JsonSerializable(typeof(Sleep))]
[JsonSerializable(typeof(Slept))]
[JsonSerializable(typeof(Answered))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(Farewell))]
[JsonSerializable(typeof(ByteCount))]
[JsonSerializable(typeof(OutsideBroadcast))]
[JsonSerializable(typeof(Tracked))]
[JsonSerializable(typeof(TrackResult))]
[JsonSerializable(typeof(PresenceDiff))]
[JsonSerializable(typeof(Dictionary<string, Present>))]
public sealed partial class RecordedJson : JsonSerializerContext;
