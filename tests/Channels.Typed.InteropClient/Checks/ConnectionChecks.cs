using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;
using Channels.Typed.Tests.Shared;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Connections that are lost in several ways. The client reconnects and its channels rejoin.</summary>
internal static class ConnectionChecks
{
    public static IEnumerable<Check> All =>
    [
        AfterLoss("is reset", static proxy => proxy.Cut()),
        AfterLoss("ends without a close frame", static proxy => proxy.HalfClose()),
        AfterLoss("goes silent", static proxy => proxy.Stall(), UseShortHeartbeats) with { Waits = true },
        new("three lost connections in a row are recovered", async context =>
        {
            TcpProxy proxy = context.Proxy();
            RoomChannelClient room = await context.RoomAsync(context.Socket(proxy: proxy, configure: UseShortReconnectDelays), "ann");
            for (int i = 0; i < 3; i++)
            {
                Task rejoined = EndChecks.Rejoined(room);
                proxy.Cut();
                await ExpectRejoinAsync(context, room, rejoined);
            }
        }),
        new("the client reconnects after the server was unreachable", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: UseShortReconnectDelays);
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            Task rejoined = EndChecks.Rejoined(room);
            proxy.Refuse(true);
            proxy.Cut();
            await socket.IsAsync(SocketState.Reconnecting);
            await Clock.DelayAsync(TimeSpan.FromMilliseconds(400));
            Expect.Equal(SocketState.Reconnecting, socket.State, "state while the server is unreachable");
            proxy.Refuse(false);
            await rejoined.WithinAsync("the rejoin");
        }),
        new("a push that waits for a reply fails when the connection is lost", async context =>
        {
            TcpProxy proxy = context.Proxy();
            RoomChannelClient room = await context.RoomAsync(context.Socket(proxy: proxy, configure: UseShortReconnectDelays), "ann");
            _ = await room.EchoAsync(new Message("hi"));
            Task<Slept> slow = room.SlowAsync(new Sleep(context.Endpoint.IsLongPolling ? 3000 : 30_000));
            Task rejoined = EndChecks.Rejoined(room);
            proxy.Cut();
            if (context.Endpoint.IsLongPolling)
            {
                await CompletesAsync(slow);
            }
            else
            {
                _ = await Expect.FailsAsync(slow, ChannelErrorReason.Disconnected);
            }

            await ExpectRejoinAsync(context, room, rejoined);
        }),
        new("pushes made without a connection are sent after the rejoin, in order", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: UseShortReconnectDelays);
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
        new("all channels of a socket rejoin and receive events", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: UseShortReconnectDelays);
            RoomChannelClient[] rooms = await Task.WhenAll(
                Enumerable.Range(0, 10).Select(i => context.RoomAsync(socket, "ann", $"{context.Name}-{i}")));
            Inbox<Message>[] seen = [.. rooms.Select(room => new Inbox<Message>(room.OnNewMessage))];
            Task all = Task.WhenAll(rooms.Select(EndChecks.Rejoined));
            proxy.Cut();
            await ExpectRejoinAsync(context, rooms[0], all);
            for (int i = 0; i < rooms.Length; i++)
            {
                _ = await rooms[i].SendMessageAsync(new Message("hi", i));
                Expect.Equal(new Message("hi", i), await seen[i].NextAsync(), "event");
                seen[i].IsEmpty();
            }
        }),
        new("a channel that was left does not rejoin", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: UseShortReconnectDelays);
            RoomChannelClient left = await context.RoomAsync(socket, "ann", context.Name + "-left");
            RoomChannelClient kept = await context.RoomAsync(socket, "ann", context.Name + "-kept");
            bool hasRejoined = false;
            using IDisposable subscription = left.OnRejoined(_ => hasRejoined = true);
            await left.LeaveAsync().WithinAsync("the leave");
            Task rejoined = EndChecks.Rejoined(kept);
            proxy.Cut();
            await ExpectRejoinAsync(context, kept, rejoined);
            Expect.True(!hasRejoined, "the channel that was left rejoined");
        }),
        new("when the server disconnects a user, all sockets with that id are closed and reconnect", async context =>
        {
            RoomChannelClient[] rooms = await Task.WhenAll(Enumerable.Range(0, 2).Select(i =>
                context.RoomAsync(
                    context.Socket(configure: options => options.Params["user"] = context.Name), "ann", $"{context.Name}-{i}")));
            RoomChannelClient other = await context.RoomAsync(context.Socket(), room: context.Name + "-other");
            int otherRejoins = 0;
            using IDisposable subscription = other.OnRejoined(_ => otherRejoins++);
            Task all = Task.WhenAll(rooms.Select(EndChecks.Rejoined));
            await CompletesAsync(rooms[0].DisconnectEverywhereAsync()); // The connection may close before the send completes.
            await all.WithinAsync("the rejoins");
            _ = await other.EchoAsync(new Message("hi"));
            Expect.Equal(0, otherRejoins, "rejoins of the other user");
        }),
        new("a socket that the application disconnected only reconnects when asked", async context =>
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
        new("heartbeats keep an idle socket connected", async context =>
        {
            ChannelSocket socket = context.Socket(
                "short", configure: options => options.HeartbeatInterval = context.Endpoint.Stretched(400));
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            int rejoins = 0;
            using IDisposable subscription = room.OnRejoined(_ => rejoins++);
            await Clock.DelayAsync(context.Endpoint.Stretched(2500));
            await ExpectRepliesAsync(room);
            Expect.True(context.Endpoint.IsLongPolling || rejoins == 0, "the connection was lost");
        }, Waits: true),
        new("a socket that the server closes because it is idle reconnects", async context =>
        {
            ChannelSocket socket = context.Socket("short", configure: options => options.HeartbeatInterval = Timeout.InfiniteTimeSpan);
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            if (context.Endpoint.IsLongPolling)
            {
                // A polling client is not idle. Here the token expires, after three seconds.
                await Clock.DelayAsync(context.Endpoint.Stretched(3500));
                await ExpectRepliesAsync(room);
                return;
            }

            Task rejoined = EndChecks.Rejoined(room);
            await rejoined.WithinAsync("the rejoin");
        }, Waits: true),
        new("a message that is too large for the server closes the connection, and the client reconnects", async context =>
        {
            if (context.Endpoint.IsLongPolling)
            {
                throw new SkippedException("the limit only applies to WebSocket frames");
            }

            ChannelSocket socket = context.Socket(
                "short", configure: options => options.HeartbeatInterval = context.Endpoint.Stretched(400));
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
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
                await CompletesAsync(join);
                await CompletesAsync(push);
                Expect.Equal(SocketState.Closed, socket.State, "state");
            }
        }),
        new("many threads can use one socket", async context =>
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

    private static void UseShortReconnectDelays(ChannelSocketOptions options)
    {
        options.ReconnectDelays = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100)];
    }

    // Only heartbeats detect a silent connection. Their timeout is long, so that a busy machine does not count as silent.
    private static void UseShortHeartbeats(ChannelSocketOptions options)
    {
        UseShortReconnectDelays(options);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        options.HeartbeatTimeout = TimeSpan.FromSeconds(10);
    }

    private static Check AfterLoss(string how, Action<TcpProxy> lose, Action<ChannelSocketOptions>? configure = null) =>
        new($"a connection that {how} is replaced, and the channel rejoins", async context =>
        {
            TcpProxy proxy = context.Proxy();
            ChannelSocket socket = context.Socket(proxy: proxy, configure: configure ?? UseShortReconnectDelays);
            RoomChannelClient room = await context.RoomAsync(socket, "ann");
            var replies = new Inbox<Reply<RoomJoined, Refused>>(room.OnRejoined);
            var seen = new Inbox<Message>(room.OnNewMessage);
            lose(proxy);
            if (!context.Endpoint.IsLongPolling)
            {
                Expect.Equal(new RoomJoined(context.Name, "ann"), (await replies.NextAsync()).Value, "the reply of the rejoin");
            }

            await ExpectRepliesAsync(room);
            _ = await room.SendMessageAsync(new Message("back"));
            Expect.Equal(new Message("back"), await seen.NextAsync(), "event");
            seen.IsEmpty();
        });

    // A long-polling session survives a lost request if another connection carries the next one in time. Then no channel rejoins.
    // Messages in the lost request are lost, so a push may time out.
    private static async Task ExpectRepliesAsync(RoomChannelClient room)
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
                // Try again.
            }
        }

        throw new CheckFailedException("the channel does not reply any more");
    }

    private static async Task ExpectRejoinAsync(CheckContext context, RoomChannelClient room, Task rejoined)
    {
        if (!context.Endpoint.IsLongPolling)
        {
            await rejoined.WithinAsync("the rejoin");
        }

        await ExpectRepliesAsync(room);
    }

    private static async Task CompletesAsync(Task task)
    {
        try
        {
            await task.WithinAsync("the completion of a call");
        }
        catch (Exception e) when (e is ChannelException or ObjectDisposedException)
        {
            // The call failed because of the lost connection or the disposal, which is fine.
        }
    }
}
