using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>The order in which messages arrive.</summary>
internal static class OrderChecks
{
    public static IEnumerable<Check> All =>
    [
        new("pushes arrive in the order in which they were made", async context =>
        {
            BenchChannelClient bench = await context.BenchAsync();
            var seen = new Inbox<Message>(bench.OnShout);
            foreach (int i in Enumerable.Range(0, 500))
            {
                await bench.ShoutAsync(new Message("hi", i));
            }

            Expect.Sequence(Enumerable.Range(0, 500), (await seen.NextAsync(500)).Select(message => message.Number), "events");
        }),
        new("every client receives the events of one sender in the same order", async context =>
        {
            RoomChannelClient sender = await context.RoomAsync("ann");
            Inbox<Message>[] listeners = await Task.WhenAll(Enumerable.Range(0, 3)
                .Select(async i => new Inbox<Message>((await context.RoomAsync("l" + i)).OnNewMessage)));
            _ = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => sender.SendMessageAsync(new Message("hi", i))));
            foreach (Inbox<Message> listener in listeners)
            {
                Expect.Sequence(Enumerable.Range(0, 200), (await listener.NextAsync(200)).Select(message => message.Number), "events");
            }
        }),
        new("pushes made before the join's reply are sent after it, in order", async context =>
        {
            RoomChannelClient room = context.Socket().RoomChannel(context.Name);
            var seen = new Inbox<Whisper>(room.OnWhisper);
            Task<Reply<RoomJoined, Refused>> join = room.JoinAsync(new JoinRoom("ann"));
            Task[] pushes = [.. Enumerable.Range(0, 20).Select(i => room.WhisperAsync(new Whisper(i)))];
            Expect.True((await join).IsOk, "refused");
            await Task.WhenAll(pushes).WithinAsync("the pushes");
            Expect.Sequence(Enumerable.Range(0, 20), (await seen.NextAsync(20)).Select(message => message.Number), "events");
        }),
        new("pushes and broadcasts of one channel keep their order", async context =>
        {
            RoomChannelClient room = context.Socket().RoomChannel(context.Name);
            var receiver = new RoomReceiver();
            using IDisposable subscription = room.Subscribe(receiver);
            _ = await room.JoinAsync(new JoinRoom("ann"));
            await room.WhisperAsync(new Whisper(1));
            _ = await room.SendMessageAsync(new Message("2"));
            await room.WhisperAsync(new Whisper(3));
            _ = await room.SendMessageAsync(new Message("4"));
            Expect.Sequence(["whisper 1", "new_msg 2", "whisper 3", "new_msg 4"], await receiver.Events.NextAsync(4), "events");
        }),
        new("a slow handler delays events, and loses none", async context =>
        {
            BenchChannelClient bench = await context.BenchAsync();
            var numbers = new List<int>();
            var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            using IDisposable subscription = bench.OnShout(async message =>
            {
                await Clock.DelayAsync(TimeSpan.FromMilliseconds(1));
                numbers.Add(message.Number);
                if (numbers.Count == 100)
                {
                    _ = done.TrySetResult(true);
                }
            });
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => bench.ShoutAsync(new Message("hi", i))));
            _ = await done.Task.WithinAsync("100 events");
            Expect.Sequence(Enumerable.Range(0, 100), numbers, "events");
        }),
    ];
}
