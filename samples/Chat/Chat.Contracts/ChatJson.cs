using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat;

/// <summary>How the payloads look as JSON, worked out by the compiler: nothing here needs reflection.</summary>
// A peer that leaves out or nulls what the contract requires is told so, instead of a handler meeting null. Other servers may not write
// the "reason" of a refusal first.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(JoinRoom))]
[JsonSerializable(typeof(RoomSnapshot))]
[JsonSerializable(typeof(JoinRefused))]
[JsonSerializable(typeof(PostMessage))]
[JsonSerializable(typeof(Posted))]
[JsonSerializable(typeof(PostRefused))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(TypingNotice))]
public sealed partial class ChatJson : JsonSerializerContext;
