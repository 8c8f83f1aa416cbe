using System.Buffers.Text;

namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>
/// Checks that the broadcasts of each publisher arrive in order and once. Several publishers may deliver at the same time.
/// </summary>
internal sealed class StressSubscriber(int publishers) : Subscriber
{
    // One element per publisher, used only by the thread of the publisher.
    private readonly int[] _last = new int[publishers];
    private readonly int[] _count = new int[publishers];

    /// <summary>The first error, or null.</summary>
    public string? Error { get; private set; }

    public int LastOf(int publisher) => _last[publisher];

    public int CountOf(int publisher) => _count[publisher];

    public override void Deliver(Broadcast broadcast)
    {
        // {"p":<publisher>,"n":<number>}
        ReadOnlySpan<byte> payload = broadcast.Payload;
        _ = Utf8Parser.TryParse(payload[5..], out int publisher, out int length);
        _ = Utf8Parser.TryParse(payload[(5 + length + 5)..], out int number, out _);
        if (number <= _last[publisher])
        {
            Error ??= $"{number} of publisher {publisher} arrived after {_last[publisher]}";
        }

        _last[publisher] = number;
        _count[publisher]++;
    }
}
