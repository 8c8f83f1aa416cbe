using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>The JSON of the recorded rooms.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(JoinRoom))]
[JsonSerializable(typeof(RoomJoined))]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(Said))]
[JsonSerializable(typeof(Sent))]
[JsonSerializable(typeof(Whisper))]
[JsonSerializable(typeof(Pushed))]
[JsonSerializable(typeof(Numbered))]
[JsonSerializable(typeof(Answered))]
public sealed partial class RecordedJson : JsonSerializerContext;
