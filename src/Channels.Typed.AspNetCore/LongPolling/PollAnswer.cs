namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>What a session says to a poll.</summary>
/// <param name="Status">200, 204 or 410.</param>
/// <param name="Messages">A JSON array.</param>
/// <param name="Settle">To be told whether the messages have gone out, if there are any; the next poll waits for it.</param>
internal sealed record PollAnswer(int Status, ReadOnlyMemory<byte> Messages, Action<bool>? Settle = null)
{
    private static readonly byte[] None = [.. "[]"u8];

    public static PollAnswer NoContent { get; } = new(PollStatus.NoContent, None);

    public static PollAnswer Gone { get; } = new(PollStatus.Gone, None);
}
