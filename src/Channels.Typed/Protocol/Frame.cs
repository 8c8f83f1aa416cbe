namespace Channels.Typed.Protocol;

/// <summary>One message of the protocol in any encoding, as views into the buffer that it was read from.</summary>
/// <remarks>
/// Valid only as long as that buffer is. Refs, topic and a JSON payload are raw JSON, so that they can be echoed verbatim.
/// </remarks>
public readonly ref struct Frame
{
    internal Frame(
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> rawTopic,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> @event,
        bool isEventString,
        ReadOnlySpan<byte> payload,
        bool isBinary = false)
    {
        JoinRef = joinRef;
        Ref = reference;
        RawTopic = rawTopic;
        Topic = topic;
        Event = @event;
        IsEventString = isEventString;
        Payload = payload;
        IsBinary = isBinary;
    }

    /// <summary>Gets the join ref as raw JSON, such as <c>"1"</c> with its quotes, or <c>null</c>.</summary>
    public ReadOnlySpan<byte> JoinRef { get; }

    /// <summary>Gets the ref as raw JSON, such as <c>"2"</c> with its quotes, or <c>null</c>.</summary>
    public ReadOnlySpan<byte> Ref { get; }

    /// <summary>Gets the topic as raw JSON.</summary>
    public ReadOnlySpan<byte> RawTopic { get; }

    /// <summary>Gets the topic as UTF-8 text; only valid if <see cref="IsTopicString"/>.</summary>
    public ReadOnlySpan<byte> Topic { get; }

    /// <summary>Gets the event as UTF-8 text; only valid if <see cref="IsEventString"/>.</summary>
    public ReadOnlySpan<byte> Event { get; }

    /// <summary>Gets the payload: raw JSON, or bytes if <see cref="IsBinary"/>.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Gets a value indicating whether the payload is bytes and not JSON.</summary>
    public bool IsBinary { get; }

    /// <summary>
    /// Gets a value indicating whether the topic is a JSON string; a number or <c>null</c> is an unknown topic, not an error.
    /// </summary>
    public bool IsTopicString => RawTopic[0] == (byte)'"';

    /// <summary>Gets a value indicating whether the event is a JSON string.</summary>
    public bool IsEventString { get; }

    /// <summary>Gets a value indicating whether the join ref is <c>null</c>.</summary>
    public bool HasNullJoinRef => IsNull(JoinRef);

    /// <summary>Gets a value indicating whether the ref is <c>null</c>.</summary>
    public bool HasNullRef => IsNull(Ref);

    // null is the only JSON value that starts with n.
    private static bool IsNull(ReadOnlySpan<byte> json) => json[0] == (byte)'n';
}
