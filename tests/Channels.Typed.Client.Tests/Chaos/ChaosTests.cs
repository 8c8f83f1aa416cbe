using System.Collections.Concurrent;
using System.Globalization;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Tests.Shared;

namespace Channels.Typed.Client.Tests.Chaos;

/// <summary>
/// The client and our server with faults between them: after each the channel works again, and no push gets an answer that is not its
/// own.
/// </summary>
public sealed class ChaosTests
{
    private const int Faults = 24;

    [Theory]
    [InlineData(SocketTransport.WebSocket)]
    [InlineData(SocketTransport.LongPolling)]
    public async Task Faults_OneAfterAnother_ChannelRecovers_AndNoPushGetsAnotherReply(SocketTransport transport)
    {
        await using InteropServer server = await InteropServer.StartAsync(static options => options.LongPoll.WindowTime = TimeSpan.FromMilliseconds(100));
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
        var heard = new ConcurrentQueue<string>();
        using IDisposable subscription = room.Noted.Add(note =>
        {
            heard.Enqueue(note.Text);
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

        // None hangs: each is answered with what it said, or was lost with a connection.
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
        string[] all = [.. heard];
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

        // A push is answered, and its event comes.
        async Task WorksAgainAsync()
        {
            long start = TimeProvider.System.GetTimestamp();
            while (true)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "The channel did not come back.");
                Push(1);
                (string text, Task<Note> reply) = pushes[^1];
                try
                {
                    _ = await reply.Within();
                }
                catch (ChannelException)
                {
                    continue; // Its reason is looked at in the end.
                }

                await Waiting.UntilAsync(() => heard.Contains(text));
                return;
            }
        }
    }

    // Every kind is there, in an order that is the same each time.
    private static Fault[] Sequence()
    {
        var random = new Random(20);
        Fault[] faults = [.. Enumerable.Range(0, Faults).Select(static i => (Fault)(i % 4))];
        random.Shuffle(faults);
        return faults;
    }
}
