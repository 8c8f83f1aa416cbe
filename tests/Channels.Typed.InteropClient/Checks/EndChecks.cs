using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Channels that crash or stop.</summary>
internal static class EndChecks
{
    public static IEnumerable<Check> All =>
    [
        Crash("an exception", static room => room.CrashAsync()),
        Crash("an exit", static room => room.ExitAsync()),
        Crash("a throw", static room => room.ThrowAsync()),
        Crash("a bad return value", static room => room.BadReturnAsync()),
        Crash("an unknown event", static room => room.PushUnknownEventAsync()),
        new("a crash does not affect other channels of the socket", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient crashing = await context.RoomAsync(socket, room: context.Name + "-1");
            RoomChannelClient other = await context.RoomAsync(socket, room: context.Name + "-2");
            int rejoins = 0;
            using IDisposable subscription = other.OnRejoined(_ => rejoins++);
            _ = await Expect.FailsAsync(crashing.CrashAsync(), ChannelErrorReason.ChannelCrashed);
            _ = await other.EchoAsync(new Message("hi"));
            Expect.Equal(0, rejoins, "rejoins");
            Expect.Equal(SocketState.Connected, socket.State, "socket");
        }),
        new("a stop replies, then closes the channel permanently", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            Expect.Equal(new Farewell(true), await room.StopAsync(), "reply");
            await room.Closed.WithinAsync("the close");
            Expect.Equal(ChannelState.Closed, room.State, "state");
        }),
        new("a stop without a reply closes the channel, and the push fails", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            _ = await Expect.FailsAsync(room.StopWithoutReplyAsync(), ChannelErrorReason.Closed);
            await room.Closed.WithinAsync("the close");
        }),
        new("a shutdown closes the channel", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            _ = await Expect.FailsAsync(room.StopShutdownAsync(), ChannelErrorReason.Closed);
            await room.Closed.WithinAsync("the close");
        }),
        new("a stop can come later", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            await room.StopLaterAsync();
            await room.Closed.WithinAsync("the close");
        }),
        new("a stop with an abnormal reason replies, and the channel rejoins", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            Task rejoined = Rejoined(room);
            Expect.Equal(new Farewell(true), await room.StopBoomAsync(), "reply");
            await rejoined.WithinAsync("the rejoin");
            Expect.Equal(new Message("back"), await room.EchoAsync(new Message("back")), "reply");
        }),
        new("a topic whose channel was closed can be joined again", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient room = await context.RoomAsync(socket);
            _ = await room.StopAsync();
            await room.Closed.WithinAsync("the close");
            RoomChannelClient again = await context.RoomAsync(socket);
            _ = await again.EchoAsync(new Message("hi"));
        }),
    ];

    /// <summary>Returns a task that completes with the next rejoin of a room.</summary>
    public static Task Rejoined(RoomChannelClient room)
    {
        var rejoined = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = room.OnRejoined(reply => rejoined.TrySetResult(reply.IsOk));
        return rejoined.Task;
    }

    private static Check Crash(string how, Func<RoomChannelClient, Task> crash) =>
        new($"a crash by {how} fails the push, and the channel rejoins", async context =>
        {
            RoomChannelClient room = await context.RoomAsync("ann");
            Task rejoined = Rejoined(room);
            _ = await Expect.FailsAsync(crash(room), ChannelErrorReason.ChannelCrashed);
            await rejoined.WithinAsync("the rejoin");
            var seen = new Inbox<Message>(room.OnNewMessage);
            _ = await room.SendMessageAsync(new Message("back"));
            Expect.Equal(new Message("back"), await seen.NextAsync(), "event");
        });
}
