using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;
using Channels.Typed.Tests.Shared;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Connections that are lost in every way: the client comes back, and so do its channels.</summary>
internal static class ConnectionChecks
{
    public static IEnumerable<Check> All =>
    [
        Lost("is reset", static proxy => proxy.Cut()),
        Lost("ends without a close frame", static proxy => proxy.HalfClose()),
        Lost("goes silent", static proxy => proxy.Stall(), Watchful) with { Waits = true },
        new("three losses in a row are survived", async context =>
        {
            TcpProxy proxy = context.Proxy();
            RoomChannelClient room = await context.RoomAsync(context.Socket(proxy: proxy, configure: Impatient), "ann");
            for (int i = 0; i < 3; i++)
            {
                Task rejoined = EndChecks.Rejoined(room);
                proxy.Cut();
                await ComesBackAsync(context, room, rejoined);
            }
        }),
        new("a server that is away for a while is found again", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: Impatient);
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            Task rejoined = EndChecks.Rejoined(room);
            proxy.Refuse(true);
            proxy.Cut();
            await socket.IsAsync(SocketState.Reconnecting);
            await Clock.DelayAsync(TimeSpan.FromMilliseconds(400));
            Expect.Equal(SocketState.Reconnecting, socket.State, "state while the server is away");
            proxy.Refuse(false);
            await rejoined.WithinAsync("the rejoin");
        }),
        new("what waits for a reply when the connection is lost fails, once", async context =>
        {
            TcpProxy proxy = context.Proxy();
            RoomChannelClient room = await context.RoomAsync(context.Socket(proxy: proxy, configure: Impatient), "ann");
            _ = await room.EchoAsync(new Message("hi"));
            Task<Slept> slow = room.SlowAsync(new Sleep(context.Endpoint.IsLongPolling ? 3000 : 30_000));
            Task rejoined = EndChecks.Rejoined(room);
            proxy.Cut();
            if (context.Endpoint.IsLongPolling)
            {
                await EndsAsync(slow);
            }
            else
            {
                _ = await Expect.FailsAsync(slow, ChannelErrorReason.Disconnected);
            }

            await ComesBackAsync(context, room, rejoined);
        }),
        new("what is pushed meanwhile is sent after the rejoin, in order", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: Impatient);
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            var seen = new Inbox<Whisper>(room.OnWhisper);
            proxy.Refuse(true);
            proxy.Cut();
            await socket.IsAsync(SocketState.Reconnecting);
            Task[] pushes = [.. Enumerable.Range(0, 20).Select(i => room.WhisperAsync(new Whisper(i)))];
            proxy.Refuse(false);
            await Task.WhenAll(pushes).WithinAsync("the pushes");
            Expect.Sequence(Enumerable.Range(0, 20), (await seen.NextAsync(20)).Select(message => message.Number), "events");
        }),
        new("all channels of a socket come back, and their events", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: Impatient);
            RoomChannelClient[] rooms = await Task.WhenAll(
                Enumerable.Range(0, 10).Select(i => context.RoomAsync(socket, "ann", $"{context.Name}-{i}")));
            Inbox<Message>[] seen = [.. rooms.Select(room => new Inbox<Message>(room.OnNewMessage))];
            Task all = Task.WhenAll(rooms.Select(EndChecks.Rejoined));
            proxy.Cut();
            await ComesBackAsync(context, rooms[0], all);
            for (int i = 0; i < rooms.Length; i++)
            {
                _ = await rooms[i].SendMessageAsync(new Message("hi", i));
                Expect.Equal(new Message("hi", i), await seen[i].NextAsync(), "event");
                seen[i].IsEmpty();
            }
        }),
        new("a channel that was left stays away after a loss", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: Impatient);
            RoomChannelClient left = await context.RoomAsync(socket, "ann", context.Name + "-left");
            RoomChannelClient kept = await context.RoomAsync(socket, "ann", context.Name + "-kept");
            bool isBack = false;
            using IDisposable subscription = left.OnRejoined(_ => isBack = true);
            await left.LeaveAsync().WithinAsync("the leave");
            Task rejoined = EndChecks.Rejoined(kept);
            proxy.Cut();
            await ComesBackAsync(context, kept, rejoined);
            Expect.True(!isBack, "the channel that was left rejoined");
        }),
        new("a server that disconnects a user everywhere closes all sockets with that id, and they come back", async context =>
        {
            RoomChannelClient[] rooms = await Task.WhenAll(Enumerable.Range(0, 2).Select(i =>
                context.RoomAsync(
                    context.Socket(configure: options => options.Params["user"] = context.Name), "ann", $"{context.Name}-{i}")));
            RoomChannelClient stranger = await context.RoomAsync(context.Socket(), room: context.Name + "-stranger");
            int strangersRejoins = 0;
            using IDisposable subscription = stranger.OnRejoined(_ => strangersRejoins++);
            Task all = Task.WhenAll(rooms.Select(EndChecks.Rejoined));
            await EndsAsync(rooms[0].DisconnectEverywhereAsync()); // It may not live to see that it was sent.
            await all.WithinAsync("the rejoins");
            _ = await stranger.EchoAsync(new Message("hi"));
            Expect.Equal(0, strangersRejoins, "rejoins of somebody else");
        }),
        new("a socket that was disconnected by the application comes back when asked, and not before", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            await socket.DisconnectAsync().WithinAsync("the disconnect");
            Expect.Equal(SocketState.Disconnected, socket.State, "state");
            Task rejoined = EndChecks.Rejoined(room);
            await Clock.DelayAsync(TimeSpan.FromMilliseconds(200));
            Expect.Equal(SocketState.Disconnected, socket.State, "state");
            await socket.ConnectAsync().WithinAsync("the connection");
            await rejoined.WithinAsync("the rejoin");
        }),
        new("heartbeats keep a quiet socket alive", async context =>
        {
            ChannelSocket socket = context.Socket(
                "short", configure: options => options.HeartbeatInterval = context.Endpoint.Stretched(400));
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            int rejoins = 0;
            using IDisposable subscription = room.OnRejoined(_ => rejoins++);
            await Clock.DelayAsync(context.Endpoint.Stretched(2500));
            await GoesOnAsync(room);
            Expect.True(context.Endpoint.IsLongPolling || rejoins == 0, "the connection was lost");
        }, Waits: true),
        new("a socket that the server closes for its silence comes back", async context =>
        {
            ChannelSocket socket = context.Socket("short", configure: options => options.HeartbeatInterval = Timeout.InfiniteTimeSpan);
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            if (context.Endpoint.IsLongPolling)
            {
                // Polling is not silence; what ends here is the token, after three seconds.
                await Clock.DelayAsync(context.Endpoint.Stretched(3500));
                await GoesOnAsync(room);
                return;
            }

            Task rejoined = EndChecks.Rejoined(room);
            await rejoined.WithinAsync("the rejoin");
        }, Waits: true),
        new("a message that is too large for the server costs the connection, which comes back", async context =>
        {
            if (context.Endpoint.IsLongPolling)
            {
                throw new SkippedException("the limit is one of WebSocket frames");
            }

            RoomChannelClient room = await context.RoomAsync(
                context.Socket("short", configure: options => options.HeartbeatInterval = context.Endpoint.Stretched(400)), "ann");
            Task rejoined = EndChecks.Rejoined(room);
            _ = await Expect.FailsAsync(room.EchoAsync(new Message(new string('x', 2000))), ChannelErrorReason.Disconnected);
            await rejoined.WithinAsync("the rejoin");
        }),
        new("a socket can be disposed while it connects, joins and pushes", async context =>
        {
            for (int i = 0; i < 5; i++)
            {
                var socket = new ChannelSocket(context.Endpoint.Mount(null), CheckContext.Options(context.Endpoint));
                RoomChannelClient room = socket.RoomChannel(context.Name);
                Task<Reply<RoomJoined, Refused>> join = room.JoinAsync(new JoinRoom("ann"));
                Task<Message> push = room.EchoAsync(new Message("hi"));
                await Clock.DelayAsync(TimeSpan.FromMilliseconds(i));
                await socket.DisposeAsync().AsTask().WithinAsync("the disposal");
                await EndsAsync(join);
                await EndsAsync(push);
                Expect.Equal(SocketState.Closed, socket.State, "state");
            }
        }),
        new("many threads may use one socket", async context =>
        {
            ChannelSocket socket = context.Socket();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
            {
                RoomChannelClient room = await context.RoomAsync(socket, "w" + worker, $"{context.Name}-{worker}").ConfigureAwait(false);
                for (int i = 0; i < 25; i++)
                {
                    Expect.Equal(i, (await room.EchoAsync(new Message("hi", i)).ConfigureAwait(false)).Number, "reply");
                }

                await room.LeaveAsync().ConfigureAwait(false);
            }))).WithinAsync("the workers");
        }),
    ];

    private static void Impatient(ChannelSocketOptions options)
    {
        options.ReconnectDelays = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100)];
    }

    // Silence is noticed by the heartbeats alone. A busy machine must not seem to be silent.
    private static void Watchful(ChannelSocketOptions options)
    {
        Impatient(options);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        options.HeartbeatTimeout = TimeSpan.FromSeconds(10);
    }

    private static Check Lost(string how, Action<TcpProxy> lose, Action<ChannelSocketOptions>? configure = null) =>
        new($"a connection that {how} is made again, and the channel goes on", async context =>
    {
        TcpProxy proxy = context.Proxy();
        RoomChannelClient room = await context.RoomAsync(context.Socket(proxy: proxy, configure: configure ?? Impatient), "ann");
        var replies = new Inbox<Reply<RoomJoined, Refused>>(room.OnRejoined);
        var seen = new Inbox<Message>(room.OnNewMessage);
        lose(proxy);
        if (!context.Endpoint.IsLongPolling)
        {
            Expect.Equal(new RoomJoined(context.Name, "ann"), (await replies.NextAsync()).Value, "the reply of the rejoin");
        }

        await GoesOnAsync(room);
        _ = await room.SendMessageAsync(new Message("back"));
        Expect.Equal(new Message("back"), await seen.NextAsync(), "event");
        seen.IsEmpty();
    });

    // A session of long polling survives a lost request, if another connection carries it in time, and then nobody rejoins. What is
    // lost with
    // the request is lost: a push may time out.
    private static async Task GoesOnAsync(RoomChannelClient room)
    {
        for (int i = 0; i < 7; i++)
        {
            try
            {
                Expect.Equal(i, (await room.EchoAsync(new Message("hi", i), TimeSpan.FromSeconds(1 << i))).Number, "reply");
                return;
            }
            catch (ChannelException e) when (e.Reason is ChannelErrorReason.Timeout or ChannelErrorReason.Disconnected)
            {
                // Not yet.
            }
        }

        throw new CheckFailedException("the channel does not answer any more");
    }

    private static async Task ComesBackAsync(CheckContext context, RoomChannelClient room, Task rejoined)
    {
        if (!context.Endpoint.IsLongPolling)
        {
            await rejoined.WithinAsync("the rejoin");
        }

        await GoesOnAsync(room);
    }

    private static async Task EndsAsync(Task task)
    {
        try
        {
            await task.WithinAsync("the end of what waited");
        }
        catch (Exception e) when (e is ChannelException or ObjectDisposedException)
        {
            // It was too late; that is as good as an answer.
        }
    }
}
