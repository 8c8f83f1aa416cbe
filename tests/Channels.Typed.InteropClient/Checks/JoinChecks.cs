using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Joining and leaving.</summary>
internal static class JoinChecks
{
    public static IEnumerable<Check> All =>
    [
        new("a join returns the reply of the server", async context =>
        {
            RoomChannelClient room = context.Socket().RoomChannel(context.Name);
            Reply<RoomJoined, Refused> reply = await room.JoinAsync(new JoinRoom("ann"));
            Expect.Equal(new RoomJoined(context.Name, "ann"), reply.Value, "reply");
            Expect.Equal(ChannelState.Joined, room.State, "state");
        }),
        new("a missing nick is null in the reply", async context =>
        {
            Reply<RoomJoined, Refused> reply = await context.Socket().RoomChannel(context.Name).JoinAsync(new JoinRoom());
            Expect.Equal(new RoomJoined(context.Name, null), reply.Value, "reply");
        }),
        new("a refused join is a value, and the next one can succeed", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient refused = socket.RoomChannel(context.Name);
            Expect.Equal(new Refused("nick required"), (await refused.JoinAsync(new JoinRoom(""))).Error, "refusal");
            await refused.DisposeAsync();
            _ = await context.RoomAsync(socket, "ann");
        }),
        new("a join that raises fails", async context =>
            await Expect.FailsAsync(
                context.Socket().RoomChannel(context.Name).JoinAsync(new JoinRoom(Raise: true)), ChannelErrorReason.JoinCrashed)),
        new("a topic without a channel fails", async context =>
            await Expect.FailsAsync(context.Socket().NowhereChannel(context.Name).JoinAsync(), ChannelErrorReason.UnmatchedTopic)),
        new("a topic without a variable part can be joined", async context =>
        {
            ExactChannelClient exact = context.Socket().ExactChannel();
            await exact.JoinAsync();
            Expect.Equal(new Message("hi"), await exact.EchoAsync(new Message("hi")), "echo");
        }),
        new("a push directly after the join reply arrives", async context =>
        {
            RoomChannelClient room = context.Socket().RoomChannel(context.Name);
            var greetings = new Inbox<Greeting>(room.OnGreeting);
            _ = await room.JoinAsync(new JoinRoom("ann", Greet: true));
            Expect.Equal(new Greeting("ann"), await greetings.NextAsync(), "greeting");
        }),
        new("after a leave nothing arrives, and the topic can be joined again", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient first = await context.RoomAsync(socket, "ann");
            var old = new Inbox<Message>(first.OnNewMessage);
            await first.LeaveAsync().WithinAsync("the leave");
            await first.DisposeAsync();

            RoomChannelClient second = await context.RoomAsync(socket, "ann");
            var current = new Inbox<Message>(second.OnNewMessage);
            _ = await second.SendMessageAsync(new Message("hi"));
            Expect.Equal(new Message("hi"), await current.NextAsync(), "message");
            old.IsEmpty();
        }),
        new("the server knows the id of the socket and the ref of the join", async context =>
        {
            RoomChannelClient room = await context.RoomAsync(context.Socket(configure: options => options.Params["user"] = context.Name));
            Identity identity = await room.WhoAmIAsync();
            Expect.Equal("user:" + context.Name, identity.Id, "id");
            Expect.True(context.Endpoint.Version == ProtocolVersion.V1 || !string.IsNullOrEmpty(identity.JoinRef), "no join ref");
        }),
        new("a socket without a user has no id", async context =>
            Expect.Equal(null, (await (await context.RoomAsync()).WhoAmIAsync()).Id, "id")),
        new("one socket carries many channels", async context =>
        {
            ChannelSocket socket = context.Socket();
            RoomChannelClient[] rooms = await Task.WhenAll(
                Enumerable.Range(0, 50).Select(i => context.RoomAsync(socket, "ann", $"{context.Name}-{i}")));
            Message[] answers = await Task.WhenAll(rooms.Select((room, i) => room.EchoAsync(new Message("hi", i))));
            Expect.Sequence(Enumerable.Range(0, 50), answers.Select(answer => answer.Number), "answers");
        }),
    ];
}
