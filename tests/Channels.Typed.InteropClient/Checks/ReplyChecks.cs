using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Pushes and their replies.</summary>
internal static class ReplyChecks
{
    public static IEnumerable<Check> All =>
    [
        new("a push receives its own reply", async context =>
        {
            var message = new Message("ünïcödé 🎈 \" \\ \u0001", 7);
            Expect.Equal(message, await (await context.RoomAsync()).EchoAsync(message), "reply");
        }),
        new("a reply can be large", async context =>
        {
            string text = new('x', 200_000);
            Expect.Equal(new Message(text), await (await context.RoomAsync()).EchoAsync(new Message(text)), "reply");
        }),
        new("an error reply of the contract is a value", async context =>
            Expect.Equal(new Refused("nope"), (await (await context.RoomAsync()).BeRefusedAsync()).Error, "reply")),
        new("an error reply that the contract does not declare is an exception with its payload", async context =>
            Expect.Equal("{}", (await Expect.IsRejectedAsync((await context.RoomAsync()).BareErrorAsync())).GetPayloadText(), "payload")),
        new("an empty reply answers a method without a result", async context => await (await context.RoomAsync()).BareReplyAsync()),
        new("a status other than ok and error is an exception", async context =>
            await Expect.FailsAsync((await context.RoomAsync()).CustomReplyAsync(new Message("hi")), ChannelErrorReason.UnknownStatus)),
        new("without a reply the push times out", async context =>
            await Expect.FailsAsync(
                (await context.RoomAsync()).ForgetAnswerAsync(TimeSpan.FromMilliseconds(300)), ChannelErrorReason.Timeout)),
        new("a push can be canceled, and the channel stays joined", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            using var stop = new CancellationTokenSource();
            Task never = room.ForgetAnswerAsync(stop.Token);
            stop.Cancel();
            try
            {
                await never.WithinAsync("the cancellation");
                throw new CheckFailedException("the push was not canceled");
            }
            catch (OperationCanceledException)
            {
                Expect.Equal(new Message("hi"), await room.EchoAsync(new Message("hi")), "reply");
            }
        }),
        new("a late reply does not affect later pushes", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            _ = await Expect.FailsAsync(room.SlowAsync(new Sleep(3000), TimeSpan.FromMilliseconds(100)), ChannelErrorReason.Timeout);
            Expect.Equal(new Message("hi"), await room.EchoAsync(new Message("hi")), "reply");
            Expect.Equal(new Message("there"), await room.EchoAsync(new Message("there")), "reply");
        }, Waits: true),
        new("a busy channel does not delay another", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient busy = await context.RoomAsync(socket, room: context.Name + "-busy");
            RoomChannelClient free = await context.RoomAsync(socket, room: context.Name + "-free");
            Task<Slept> slow = busy.SlowAsync(new Sleep(60_000)); // Not awaited: it ends with its socket.
            _ = await free.EchoAsync(new Message("hi"));
            Expect.True(!slow.IsCompleted, "the busy channel replied first");
        }),
        new("a deferred reply arrives after later replies", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            Task<Answered> later = room.AnswerLaterAsync(new Message("later"));
            Expect.Equal(new Message("now"), await room.EchoAsync(new Message("now")), "reply");
            Expect.Equal(new Answered(new Message("later")), await later, "reply");
        }),
        new("900 pushes at once receive 900 replies, each its own", async context =>
        {
            BenchChannelClient bench = await context.BenchAsync();
            IEnumerable<Task<Message>> pushes = Enumerable.Range(0, 900).Select(i => bench.EchoAsync(new Message("hi", i)));
            Message[] answers = await Task.WhenAll(pushes).WithinAsync("the replies");
            Expect.Sequence(Enumerable.Range(0, 900), answers.Select(answer => answer.Number), "answers");
        }),
        new("a push without a reply completes when it is sent", async context =>
        {
            BenchChannelClient bench = await context.BenchAsync();
            await bench.CastAsync(new Message("hi")).WithinAsync("the cast");
            _ = await bench.EchoAsync(new Message("hi"));
        }),
    ];
}
