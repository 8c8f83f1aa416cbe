using System.Collections.Concurrent;
using System.Globalization;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Tests.Shared;

namespace Channels.Typed.Client.Tests.Chaos;

/// <summary>
/// Runs the client and our server with network faults between them. After each fault the channel must work again, and no push may
/// receive the reply of another.
/// </summary>
public sealed class ChaosTests
{
    private const int Faults = 24;

    [Theory]
    [InlineData(SocketTransport.WebSocket)]
    [InlineData(SocketTransport.LongPolling)]
    public async Task Faults_OneAfterAnother_ChannelRecovers_AndNoPushGetsAnotherReply(SocketTransport transport)
    {
        await using InteropServer server = await InteropServer.StartAsync(
            static options => options.LongPoll.WindowTime = TimeSpan.FromMilliseconds(100));
        using TcpProxy proxy = TcpProxy.Start(server.Address);
        await using ChannelSocket socket = server.CreateSocket(
            options =>
            {
                options.Transport = transport;
                options.ReconnectDelays = [TimeSpan.FromMilliseconds(5)];
                options.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
                options.HeartbeatTimeout = TimeSpan.FromMilliseconds(200);
                options.LongPollTimeout = TimeSpan.FromMilliseconds(400);
                options.ConnectTimeout = TimeSpan.FromSeconds(2);
            },
            proxy.Port);
        int refused = 0;
        socket.StateChanged += (_, change) => _ = change.Reason == SocketStateReason.ConnectFailed ? Interlocked.Increment(ref refused) : 0;
        await using var room = new RoomClient(socket.CreateChannel("room:chaos"));
        var received = new ConcurrentQueue<string>();
        using IDisposable subscription = room.Noted.Add(note =>
        {
            received.Enqueue(note.Text);
            return default;
        });
        _ = await room.JoinAsync(new Note("ann")).Within();

        var pushes = new List<(string Text, Task<Note> Reply)>();
        int number = 0;
        foreach (Fault fault in Sequence())
        {
            Push(3);
            await InflictAsync(fault);
            Push(3);
            await WorksAgainAsync();
        }

        // Every push completes: with its own text, or because a connection was lost.
        int answered = 0;
        foreach ((string text, Task<Note> reply) in pushes)
        {
            try
            {
                Assert.Equal(text, (await reply.Within()).Text);
                answered++;
            }
            catch (ChannelException e)
            {
                Assert.Contains(e.Reason, (ChannelErrorReason[])[ChannelErrorReason.Disconnected, ChannelErrorReason.Timeout]);
            }
        }

        Assert.True(answered > 0);
        string[] all = [.. received];
        Assert.Equal(all.Distinct(), all);
        Assert.Equal(ChannelState.Joined, room.State);

        void Push(int count)
        {
            for (int i = 0; i < count; i++)
            {
                string text = (++number).ToString(CultureInfo.InvariantCulture);
                pushes.Add((text, room.PostAsync(new Note(text), TimeSpan.FromSeconds(15))));
            }
        }

        async Task InflictAsync(Fault fault)
        {
            switch (fault)
            {
                case Fault.Cut:
                    proxy.Cut();
                    break;
                case Fault.HalfClose:
                    proxy.HalfClose();
                    break;
                case Fault.Stall:
                    proxy.Stall();
                    break;
                default:
                    int before = Volatile.Read(ref refused);
                    proxy.Refuse(true);
                    proxy.Cut();
                    await Waiting.UntilAsync(() => Volatile.Read(ref refused) > before);
                    proxy.Refuse(false);
                    break;
            }
        }

        // Waits until a push is answered and its event arrives.
        async Task WorksAgainAsync()
        {
            long start = TimeProvider.System.GetTimestamp();
            while (true)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "The channel did not recover in time.");
                Push(1);
                (string text, Task<Note> reply) = pushes[^1];
                try
                {
                    _ = await reply.Within();
                }
                catch (ChannelException)
                {
                    continue; // Its reason is checked at the end of the test.
                }

                await Waiting.UntilAsync(() => received.Contains(text));
                return;
            }
        }
    }

    // Contains every kind, always in the same order.
    private static Fault[] Sequence()
    {
        var random = new Random(20);
        Fault[] faults = [.. Enumerable.Range(0, Faults).Select(static i => (Fault)(i % 4))];
        random.Shuffle(faults);
        return faults;
    }
}
