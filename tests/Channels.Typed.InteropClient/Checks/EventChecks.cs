using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Events: which clients receive them.</summary>
internal static class EventChecks
{
    public static IEnumerable<Check> All =>
    [
        new("a broadcast reaches every client", async context =>
        {
            RoomChannelClient ann = await context.RoomAsync("ann");
            RoomChannelClient bob = await context.RoomAsync("bob");
            var annGot = new Inbox<Message>(ann.OnNewMessage);
            var bobGot = new Inbox<Message>(bob.OnNewMessage);
            Expect.Equal(new Sent(true), await ann.SendMessageAsync(new Message("hi")), "reply");
            Expect.Equal(new Message("hi"), await annGot.NextAsync(), "ann's");
            Expect.Equal(new Message("hi"), await bobGot.NextAsync(), "bob's");
        }),
        new("a broadcast to others does not reach the sender", async context =>
        {
            RoomChannelClient ann = await context.RoomAsync("ann");
            RoomChannelClient bob = await context.RoomAsync("bob");
            var annGot = new Inbox<Message>(ann.OnNewMessage);
            var bobGot = new Inbox<Message>(bob.OnNewMessage);
            _ = await ann.SendMessageToOthersAsync(new Message("for others"));
            Expect.Equal(new Message("for others"), await bobGot.NextAsync(), "bob's");
            _ = await ann.SendMessageAsync(new Message("for all"));
            Expect.Equal(new Message("for all"), await annGot.NextAsync(), "ann's");
        }),
        new("a push reaches only its own client", async context =>
        {
            RoomChannelClient ann = await context.RoomAsync("ann");
            RoomChannelClient bob = await context.RoomAsync("bob");
            var annGot = new Inbox<Whisper>(ann.OnWhisper);
            var bobGot = new Inbox<Whisper>(bob.OnWhisper);
            await ann.WhisperAsync(new Whisper(1));
            Expect.Equal(new Whisper(1), await annGot.NextAsync(), "ann's");
            _ = await bob.EchoAsync(new Message("a round trip"));
            bobGot.IsEmpty();
        }),
        new("an intercepted broadcast differs for each client", async context =>
        {
            RoomChannelClient ann = await context.RoomAsync("ann");
            RoomChannelClient bob = await context.RoomAsync("bob");
            RoomChannelClient other = await context.RoomAsync("ann");
            var annGot = new Inbox<PrivateMessage>(ann.OnPrivate);
            var bobGot = new Inbox<PrivateMessage>(bob.OnPrivate);
            var otherGot = new Inbox<PrivateMessage>(other.OnPrivate);
            await ann.PrivateAsync(new Message("hi"));
            Expect.Equal(new PrivateMessage("hi", "ann", "bob"), await bobGot.NextAsync(), "bob's");
            await bob.PrivateAsync(new Message("back"));
            Expect.Equal(new PrivateMessage("back", "bob", "ann"), await annGot.NextAsync(), "ann's");
            Expect.Equal(new PrivateMessage("back", "bob", "ann"), await otherGot.NextAsync(), "the other ann's");
        }),
        new("the bench broadcasts to all, or to all others", async context =>
        {
            BenchChannelClient one = await context.BenchAsync();
            BenchChannelClient two = await context.BenchAsync();
            var oneGot = new Inbox<Message>(one.OnShout);
            var twoGot = new Inbox<Message>(two.OnShout);
            var oneGotFrom = new Inbox<Message>(one.OnShoutFrom);
            var twoGotFrom = new Inbox<Message>(two.OnShoutFrom);
            await one.ShoutFromAsync(new Message("others"));
            await one.ShoutAsync(new Message("all"));
            Expect.Equal(new Message("all"), await oneGot.NextAsync(), "the sender's");
            Expect.Equal(new Message("all"), await twoGot.NextAsync(), "the other's");
            Expect.Equal(new Message("others"), await twoGotFrom.NextAsync(), "the other's");
            oneGotFrom.IsEmpty();
        }),
        new("a broadcast from outside a channel arrives", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient here = await context.RoomAsync(socket, room: context.Name + "-here");
            RoomChannelClient there = await context.RoomAsync(socket, room: context.Name + "-there");
            var hereGot = new Inbox<Message>(here.OnNews);
            var thereGot = new Inbox<Message>(there.OnNews);
            await here.EndpointBroadcastAsync(new OutsideBroadcast("room:" + context.Name + "-there", "news", new Message("hello")));
            Expect.Equal(new Message("hello"), await thereGot.NextAsync(), "event");
            hereGot.IsEmpty();
        }),
        new("events of other topics do not arrive", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient one = await context.RoomAsync(socket, room: context.Name + "-1");
            RoomChannelClient two = await context.RoomAsync(socket, room: context.Name + "-2");
            var twoGot = new Inbox<Message>(two.OnNewMessage);
            _ = await one.SendMessageAsync(new Message("one"));
            _ = await two.SendMessageAsync(new Message("two"));
            Expect.Equal(new Message("two"), await twoGot.NextAsync(), "event");
        }),
        new("events can be read as a stream", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            IAsyncEnumerator<Message> events = room.ReadNewMessageAsync().GetAsyncEnumerator();
            try
            {
                ValueTask<bool> first = events.MoveNextAsync();
                _ = await room.SendMessageAsync(new Message("hi", 1));
                Expect.True(await first.AsTask().WithinAsync("an event"), "the stream ended");
                Expect.Equal(new Message("hi", 1), events.Current, "event");
            }
            finally
            {
                await events.DisposeAsync();
            }
        }),
        new("events reach a receiver", async context =>
        {
            RoomChannelClient room = context.Socket().RoomChannel(context.Name);
            var receiver = new RoomReceiver();
            using IDisposable subscription = room.Subscribe(receiver);
            _ = await room.JoinAsync(new JoinRoom("ann", Greet: true));
            await room.WhisperAsync(new Whisper(1));
            _ = await room.SendMessageAsync(new Message("hi"));
            Expect.Sequence(["greeting ann", "whisper 1", "new_msg hi"], await receiver.Events.NextAsync(3), "events");
        }),
        new("a handler can push to its own channel", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            var answers = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
            using IDisposable subscription = room.OnNewMessage(async message => answers.TrySetResult(await room.EchoAsync(message)));
            _ = await room.SendMessageAsync(new Message("hi"));
            Expect.Equal(new Message("hi"), await answers.Task.WithinAsync("the handler's reply"), "reply");
        }),
        new("a removed handler receives no more events", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            int calls = 0;
            IDisposable subscription = room.OnNewMessage(_ => calls++);
            var later = new Inbox<Message>(room.OnNewMessage);
            _ = await room.SendMessageAsync(new Message("1"));
            _ = await later.NextAsync();
            subscription.Dispose();
            _ = await room.SendMessageAsync(new Message("2"));
            _ = await later.NextAsync();
            Expect.Equal(1, calls, "calls");
        }),
    ];
}
