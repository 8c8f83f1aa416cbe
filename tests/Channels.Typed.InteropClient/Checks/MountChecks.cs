using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>The other mounts: tokens, refusals, limits.</summary>
internal static class MountChecks
{
    public static IEnumerable<Check> All =>
    [
        Refused("a refused connection reports its status, and is tried again", "socket", "refuse", webSocketStatus: 403),
        Refused("a refusal with a reason has the status of the server's error handler", "errh", "refuse_reason", webSocketStatus: 401),
        Refused("a connect that raises on the server is tried again", "socket", "raise", webSocketStatus: 500),
        new("the parameter factory is called for every attempt", async context =>
        {
            int attempts = 0;
            ChannelSocket socket = context.Socket(configure: options => options.ParamsFactory = _ =>
            {
                attempts++;
                return new(new Dictionary<string, string> { ["token"] = attempts < 3 ? "refuse" : "fine" });
            });
            _ = await context.RoomAsync(socket);
            Expect.Equal(3, attempts, "attempts");
        }),
        new("a valid auth token is accepted", async context =>
            _ = await context.RoomAsync(context.Socket("auth", configure: options => options.AuthToken = "good / + ="))),
        new("an invalid auth token is refused until it is renewed", async context =>
        {
            int attempts = 0;
            _ = await context.RoomAsync(context.Socket("auth", configure: options =>
                options.AuthTokenFactory = _ => new(++attempts < 3 ? "bad" : "renewed")));
            Expect.Equal(3, attempts, "attempts");
        }),
        new("one channel too many is refused, and the others stay joined", async context =>
        {
            ChannelSocket socket = context.Socket("two");
            RoomChannelClient first = await context.RoomAsync(socket, room: context.Name + "-1");
            _ = await context.RoomAsync(socket, room: context.Name + "-2");
            _ = await Expect.FailsAsync(
                socket.RoomChannel(context.Name + "-3").JoinAsync(new JoinRoom()), ChannelErrorReason.TooManyChannels);
            _ = await first.EchoAsync(new Message("hi"));
        }),
        new("mounts share their topics", async context =>
        {
            RoomChannelClient here = await context.RoomAsync();
            RoomChannelClient there = await context.RoomAsync(context.Socket("auth"));
            var seen = new Inbox<Message>(there.OnNewMessage);
            _ = await here.SendMessageAsync(new Message("hi"));
            Expect.Equal(new Message("hi"), await seen.NextAsync(), "event");
        }),
        new("both versions and both transports share a topic", async context =>
        {
            RoomChannelClient here = await context.RoomAsync();
            var others = new List<Inbox<Message>>();
            foreach (ProtocolVersion version in new[] { ProtocolVersion.V1, ProtocolVersion.V2 })
            {
                foreach (SocketTransport transport in new[] { SocketTransport.WebSocket, SocketTransport.LongPolling })
                {
                    ChannelSocket socket = context.Socket(configure: options =>
                    {
                        options.ProtocolVersion = version;
                        options.Transport = transport;
                    });
                    others.Add(new Inbox<Message>((await context.RoomAsync(socket)).OnNewMessage));
                }
            }

            _ = await here.SendMessageAsync(new Message("hi"));
            foreach (Inbox<Message> other in others)
            {
                Expect.Equal(new Message("hi"), await other.NextAsync(), "event");
            }
        }),
    ];

    private static Check Refused(string what, string mount, string token, int webSocketStatus) => new(what, async context =>
    {
        ChannelSocket socket = context.Socket(mount, configure: options => options.Params["token"] = token);
        var failures = new Inbox<SocketStateChangedEventArgs>(note =>
        {
            socket.StateChanged += (_, change) => note(change);
            return new MemoryStream();
        });
        using var stop = new CancellationTokenSource();
        Task connecting = socket.ConnectAsync(stop.Token);
        for (int found = 0; found < 2;)
        {
            SocketStateChangedEventArgs change = await failures.NextAsync();
            if (change.Reason == SocketStateReason.ConnectFailed)
            {
                found++;
                // Mono does not report the status of a refused upgrade.
                int expected = context.Endpoint.IsLongPolling && token != "raise" ? 403 : webSocketStatus;
                Expect.True(change.HttpStatus is null || change.HttpStatus == expected, $"status {change.HttpStatus}, expected {expected}");
            }
        }

        stop.Cancel();
        try
        {
            await connecting.WithinAsync("the cancellation of the connect");
            throw new CheckFailedException("connected");
        }
        catch (OperationCanceledException)
        {
            Expect.True(socket.State is not SocketState.Connected, "connected");
        }
    });
}
