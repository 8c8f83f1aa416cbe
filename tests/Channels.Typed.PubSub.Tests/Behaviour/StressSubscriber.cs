using System.Buffers.Text;

namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>Checks that each publisher's broadcasts come one after the other, none twice. Several publishers may deliver at once.</summary>
internal sealed class StressSubscriber(int publishers) : Subscriber
{
    // One slot for each publisher, touched by its own thread only.
    private readonly int[] _last = new int[publishers];
    private readonly int[] _count = new int[publishers];

    /// <summary>What went wrong first; null as long as nothing has.</summary>
    public string? Flaw { get; private set; }

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
            Flaw ??= $"{number} of publisher {publisher} came after {_last[publisher]}";
        }

        _last[publisher] = number;
        _count[publisher]++;
    }
}
