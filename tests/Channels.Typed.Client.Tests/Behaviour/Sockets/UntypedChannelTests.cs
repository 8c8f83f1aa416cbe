using System.Text.Json;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class UntypedChannelTests
{
    [Fact]
    public async Task Push_EachKindOfPayload_IsSentAsItIs()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, UntypedChannelClient channel) = await JoinAsync(client);

        Task<PushReply>[] pushes =
        [
            channel.PushAsync("empty"),
            channel.PushAsync("json", ChannelPayload.FromJson("""{"x":1}""")),
            channel.PushAsync("typed", new Note("hi"), FixtureJson.Default.Note),
            channel.PushAsync("bytes", ChannelPayload.FromBytes(new byte[] { 1, 255 })),
        ];

        await connection.ExpectAsync(
            """["1","2","room:a","empty",{}]""", """["1","3","room:a","json",{"x":1}]""", """["1","4","room:a","typed",{"text":"hi"}]""");
        Assert.EndsWith("room:abytes\u0001\u00ff", await connection.ReceiveAsync(), StringComparison.Ordinal);
        for (int reference = 2; reference <= 5; reference++)
        {
            connection.SendOk(1, reference);
        }

        _ = await Task.WhenAll(pushes).Within();
    }

    [Fact]
    public async Task Push_ReplyWithAnotherStatus_IsAValue()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, UntypedChannelClient channel) = await JoinAsync(client);

        Task<PushReply> push = channel.PushAsync("ping");
        connection.Send("""["1","2","room:a","phx_reply",{"status":"later","response":{"text":"soon"}}]""");

        PushReply reply = await push.Within();
        Assert.Equal("later", reply.Status);
        Assert.False(reply.IsOk || reply.IsError);
        Assert.Equal(new Note("soon"), reply.Payload.Read(FixtureJson.Default.Note));
        Assert.Equal(JsonValueKind.Object, reply.Payload.ToJsonElement().ValueKind);
    }

    [Fact]
    public async Task Join_Refused_IsAValueAndTheChannelMayJoinAgain()
    {
        await using var client = new TestClient();
        UntypedChannelClient channel = client.Socket.Channel("room:a", ChannelPayload.FromJson("""{"p":1}"""));
        Task<PushReply> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{"p":1}]""");
        connection.SendError(1, 1, response: """{"reason":"full"}""");
        Assert.True((await join.Within()).IsError);

        join = channel.JoinAsync();
        await connection.AcceptJoinAsync(2, payload: """{"p":1}""");

        Assert.True((await join.Within()).IsOk);
    }

    [Fact]
    public async Task Events_OfEveryName_ReachHandlersAndStreamsAndReservedOnesDoNot()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, UntypedChannelClient channel) = await JoinAsync(client);
        var named = new List<string>();
        using IDisposable subscription = channel.On("posted", payload => named.Add(payload.ToString()));
        IAsyncEnumerator<ChannelEvent> events = channel.ReadEventsAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        ValueTask<bool> next = events.MoveNextAsync();

        connection.Send(
            """[null,null,"room:a","posted",{"n":1}]""",
            """["1",null,"room:a","other",{"n":2}]""",
            """["0",null,"room:a","stale",{}]""",
            """[null,null,"room:a","phx_odd",{}]""",
            """[null,null,"room:b","posted",{}]""");
        connection.SendBinary([2, 6, 4, .. "room:abyte"u8, 7]);
        connection.Send("""["1","1","room:a","phx_close",{}]""");

        var seen = new List<string>();
        while (await next.Within())
        {
            seen.Add(events.Current.ToString());
            next = events.MoveNextAsync();
        }

        Assert.Equal(["""posted {"n":1}""", """other {"n":2}""", "byte 1 bytes"], seen);
        Assert.Equal(["""{"n":1}"""], named);
        await events.DisposeAsync();
    }

    // Catalogue 224, 225, 226.
    [Fact]
    public async Task Misuse_Throws()
    {
        await using var client = new TestClient();
        UntypedChannelClient idle = client.Socket.Channel("room:b");
        Assert.Equal(ChannelErrorReason.NotJoined, await ChannelCalls.ReasonOf(idle.PushAsync("ping")));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => idle.PushAsync("phx_leave"));
        _ = Assert.Throws<ArgumentException>(() => idle.On("", static _ => { }));
        _ = Assert.Throws<ArgumentException>(() => client.Socket.Channel("phoenix"));

        (_, UntypedChannelClient channel) = await JoinAsync(client);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => channel.JoinAsync());
    }

    private static async Task<(ScriptedConnection Connection, UntypedChannelClient Channel)> JoinAsync(TestClient client)
    {
        UntypedChannelClient channel = client.Socket.Channel("room:a");
        Task<PushReply> join = channel.JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        return (connection, channel);
    }
}
