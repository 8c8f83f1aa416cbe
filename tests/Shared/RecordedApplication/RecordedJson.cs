using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The JSON of all payloads; what is null is left out, as the application tells "missing" from "null" in places.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JoinRoom))]
[JsonSerializable(typeof(RoomJoined))]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(Message))]
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
public sealed partial class InteropJson : JsonSerializerContext;
