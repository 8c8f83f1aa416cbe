using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat;

/// <summary>The JSON metadata of the payloads, generated at compile time: no reflection is needed.</summary>
// A payload that omits a required property, or has null there, is refused before it reaches a handler. AllowOutOfOrderMetadataProperties:
// other servers may write the "reason" of a refusal at any position.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true)]
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
