using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Allocation;

/// <summary>The memory that a push allocates on a joined channel after warm-up.</summary>
[Collection(nameof(NotInParallel))]
public sealed class PushAllocationTests
{
    private const int Pushes = 2_000;
    private const int Windows = 5;

    private static readonly EventName Ping = new("ping");

    // The push with its task, its timer, its entry in the table of replies, the bytes of the reply, and the awaiting caller.
    [Fact]
    public async Task Push_AllocatesOnlyItsOwnState() => Assert.InRange(await MeasureAsync(CancellationToken.None), 1, 800);

    // The above, and the registration with the token.
    [Fact]
    public async Task Push_WithToken_AlsoAllocatesTheRegistration()
    {
        using var source = new CancellationTokenSource();

        Assert.InRange(await MeasureAsync(source.Token), 1, 1_150);
    }

    // Returns the bytes per push in the window with the fewest: the runtime sometimes allocates while it optimizes hot code.
    private static async Task<long> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var socket = new ChannelSocket(
            new Uri("ws://host/socket"), new ChannelSocketOptions { TransportFactory = new ReplyingTransport() });
        IClientChannel channel = socket.CreateChannel("room:a");
        _ = await channel.JoinAsync(default(ChannelPayload), null, default).Within();
        var payload = ChannelPayload.FromUncheckedJson("{}"u8.ToArray());
        long least = long.MaxValue;
        for (int window = -1; window < Windows; window++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Pushes; i++)
            {
                _ = await channel.PushAsync(Ping, payload, null, cancellationToken);
            }

            long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            least = window < 0 ? least : Math.Min(least, bytes / Pushes);
        }

        return least;
    }
}
