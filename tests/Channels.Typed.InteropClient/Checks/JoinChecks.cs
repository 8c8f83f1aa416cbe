using Channels.Typed.Client;
using Channels.Typed.InteropClient.Contracts;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Joining and leaving.</summary>
internal static class JoinChecks
{
    public static IEnumerable<Check> All =>
    [
        new("a join gives the reply of the server", async scene =>
        {
            RoomChannelClient room = scene.Socket().RoomChannel(scene.Name);
            Reply<RoomJoined, Refused> reply = await room.JoinAsync(new JoinRoom("ann"));
            Expect.Equal(new RoomJoined(scene.Name, "ann"), reply.Value, "reply");
            Expect.Equal(ChannelState.Joined, room.State, "state");
        }),
        new("a nick that is missing is null in the reply", async scene =>
        {
            Reply<RoomJoined, Refused> reply = await scene.Socket().RoomChannel(scene.Name).JoinAsync(new JoinRoom());
            Expect.Equal(new RoomJoined(scene.Name, null), reply.Value, "reply");
        }),
        new("a refused join is a value, and the next one may succeed", async scene =>
        {
            ChannelSocket socket = scene.Socket();
            RoomChannelClient refused = socket.RoomChannel(scene.Name);
            Expect.Equal(new Refused("nick required"), (await refused.JoinAsync(new JoinRoom(""))).Error, "refusal");
            await refused.DisposeAsync();
            _ = await scene.RoomAsync(socket, "ann");
        }),
        new("a join that raises fails", async scene =>
            await Expect.FailsAsync(scene.Socket().RoomChannel(scene.Name).JoinAsync(new JoinRoom(Raise: true)), ChannelErrorReason.JoinCrashed)),
        new("a topic that nobody serves fails", async scene =>
            await Expect.FailsAsync(scene.Socket().NowhereChannel(scene.Name).JoinAsync(), ChannelErrorReason.UnmatchedTopic)),
        new("a topic without a variable part can be joined", async scene =>
        {
            ExactChannelClient exact = scene.Socket().ExactChannel();
            await exact.JoinAsync();
            Expect.Equal(new Message("hi"), await exact.EchoAsync(new Message("hi")), "echo");
        }),
        new("a push that follows the join reply arrives", async scene =>
        {
            RoomChannelClient room = scene.Socket().RoomChannel(scene.Name);
            var greetings = new Inbox<Greeting>(room.OnGreeting);
            _ = await room.JoinAsync(new JoinRoom("ann", Greet: true));
            Expect.Equal(new Greeting("ann"), await greetings.NextAsync(), "greeting");
        }),
        new("after a leave nothing arrives, and the topic can be joined again", async scene =>
        {
            ChannelSocket socket = scene.Socket();
            RoomChannelClient first = await scene.RoomAsync(socket, "ann");
            var old = new Inbox<Message>(first.OnNewMessage);
            await first.LeaveAsync().WithinAsync("the leave");
            await first.DisposeAsync();

            RoomChannelClient second = await scene.RoomAsync(socket, "ann");
            var current = new Inbox<Message>(second.OnNewMessage);
            _ = await second.SendMessageAsync(new Message("hi"));
            Expect.Equal(new Message("hi"), await current.NextAsync(), "message");
            old.IsEmpty();
        }),
        new("the server knows the id of the socket and the ref of the join", async scene =>
        {
            RoomChannelClient room = await scene.RoomAsync(scene.Socket(configure: options => options.Params["user"] = scene.Name));
            Identity identity = await room.WhoAmIAsync();
            Expect.Equal("user:" + scene.Name, identity.Id, "id");
            Expect.True(scene.Endpoint.Version == ProtocolVersion.V1 || !string.IsNullOrEmpty(identity.JoinRef), "no join ref");
        }),
        new("a socket without a user has no id", async scene =>
            Expect.Equal(null, (await (await scene.RoomAsync()).WhoAmIAsync()).Id, "id")),
        new("one socket carries many channels", async scene =>
        {
            ChannelSocket socket = scene.Socket();
            RoomChannelClient[] rooms = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => scene.RoomAsync(socket, "ann", $"{scene.Name}-{i}")));
            Message[] answers = await Task.WhenAll(rooms.Select((room, i) => room.EchoAsync(new Message("hi", i))));
            Expect.Sequence(Enumerable.Range(0, 50), answers.Select(answer => answer.Number), "answers");
        }),
    ];
}
