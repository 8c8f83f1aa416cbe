namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The answer of a session to a poll.</summary>
/// <param name="Status">200, 204 or 410.</param>
/// <param name="Messages">The messages, as a JSON array of strings.</param>
/// <param name="Settle">
/// Must be called once with whether the messages were written to the client. The next poll waits for the call. Null if there are no
/// messages.
/// </param>
internal sealed record PollAnswer(int Status, ReadOnlyMemory<byte> Messages, Action<bool>? Settle = null)
{
    private static readonly byte[] None = [.. "[]"u8];

    public static PollAnswer NoContent { get; } = new(PollStatus.NoContent, None);

    public static PollAnswer Gone { get; } = new(PollStatus.Gone, None);
}
