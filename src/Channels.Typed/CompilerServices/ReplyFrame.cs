using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>A reply of the server, not yet read as a type.</summary>
/// <param name="status">The status: <c>ok</c>, <c>error</c>, or another.</param>
/// <param name="response">The response: UTF-8 JSON, or bytes. This value owns it.</param>
/// <param name="isBinary">Whether the response is bytes and not JSON.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReplyFrame(string status, ReadOnlyMemory<byte> response, bool isBinary = false)
{
    /// <summary>Gets the status: <c>ok</c>, <c>error</c>, or another.</summary>
    public string Status { get; } = status;

    /// <summary>Gets the response: UTF-8 JSON, or bytes if <see cref="IsBinary"/>.</summary>
    public ReadOnlyMemory<byte> Response { get; } = response;

    /// <summary>Gets a value indicating whether the response is bytes and not JSON.</summary>
    public bool IsBinary { get; } = isBinary;

    /// <summary>Converts the reply to the type of the public API.</summary>
    /// <returns>The same status and response.</returns>
    public PushReply ToPushReply() =>
        new(Status, IsBinary ? ChannelPayload.FromBytes(Response) : ChannelPayload.FromUncheckedJson(Response));
}
