using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Allocation;

/// <summary>What a push costs in memory once a channel is joined and warm.</summary>
[Collection(nameof(NotInParallel))]
public sealed class PushAllocationTests
{
    private const int Pushes = 2_000;
    private const int Windows = 5;

    private static readonly EventName Ping = new("ping");

    // The push itself with its task, its timer, its place among those that wait, the reply's bytes and the caller's waiting.
    [Fact]
    public async Task Push_AllocatesItsOwnStateOnly() => Assert.InRange(await MeasureAsync(CancellationToken.None), 1, 800);

    // And the registration with the token.
    [Fact]
    public async Task Push_ThatMayBeCancelled_AllocatesTheRegistrationAndItsWait()
    {
        using var source = new CancellationTokenSource();

        Assert.InRange(await MeasureAsync(source.Token), 1, 1_150);
    }

    // Bytes for each push, in the window that had least of them: the runtime leaves something behind now and then while it improves hot
    // code.
    private static async Task<long> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var socket = new ChannelSocket(new Uri("ws://host/socket"), new ChannelSocketOptions { TransportFactory = new ReplyingTransport() });
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
