using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>A reply as it came from the server.</summary>
/// <param name="status">The status: <c>ok</c>, <c>error</c>, or another.</param>
/// <param name="response">The response, UTF-8 JSON, owned by this value.</param>
/// <param name="isBinary">Whether the response is bytes and not JSON.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReplyFrame(string status, ReadOnlyMemory<byte> response, bool isBinary = false)
{
    /// <summary>Gets the status: <c>ok</c>, <c>error</c>, or another.</summary>
    public string Status { get; } = status;

    /// <summary>Gets the response as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Response { get; } = response;

    /// <summary>Gets a value indicating whether the response is bytes and not JSON.</summary>
    public bool IsBinary { get; } = isBinary;

    /// <summary>Gets the reply as users see it.</summary>
    /// <returns>The same status and response.</returns>
    public PushReply ToPushReply() => new(Status, IsBinary ? ChannelPayload.FromBytes(Response) : ChannelPayload.FromUncheckedJson(Response));
}
