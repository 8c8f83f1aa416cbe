using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Frames;

/// <summary>A frame that cannot be encoded fails its own call. The connection and all other calls go on.</summary>
public sealed class UnencodableFrameTests
{
    private static readonly string LongTopic = "room:" + new string('t', 251);
    private static readonly ChannelPayload Bytes = ChannelPayload.FromBytes(new byte[] { 1, 2, 3 });

    [Fact]
    public async Task BinaryPush_TopicTooLong_FailsAtTheCallWithLengthAndLimit()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel(LongTopic);
        Task join = channel.JoinAsync();
        await connection.AcceptJoinAsync(1, LongTopic);
        await join.Within();

        Task push = channel.PushAsync(new EventName("ping"), Bytes, null, default);
        Task send = channel.SendAsync(new EventName("ping"), Bytes, default);

        NotSupportedException exception = await Assert.ThrowsAsync<NotSupportedException>(() => push.Within());
        Assert.Contains("topic is 256 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("at most 255", exception.Message, StringComparison.Ordinal);
        _ = await Assert.ThrowsAsync<NotSupportedException>(() => send.Within());
        await ExpectWorkingAsync(client, connection, channel, 2);
    }

    [Fact]
    public async Task BinaryPush_EventNameTooLong_FailsAtTheCallWithLengthAndLimit()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task push = channel.PushAsync(new EventName(new string('e', 300)), Bytes, null, default);

        NotSupportedException exception = await Assert.ThrowsAsync<NotSupportedException>(() => push.Within());
        Assert.Contains("event name is 300 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("at most 255", exception.Message, StringComparison.Ordinal);
        await ExpectWorkingAsync(client, connection, channel, 2, "room:a");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BinaryJoin_TopicTooLong_FailsAndTheChannelIsClosed(bool isFromFunction)
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel(LongTopic);

        Task join = isFromFunction ? channel.JoinAsync(_ => new(Bytes), null, default) : channel.JoinAsync(Bytes, null, default);

        _ = await Assert.ThrowsAsync<NotSupportedException>(() => join.Within());
        Assert.Equal(ChannelState.Closed, channel.State);
        await connection.ExpectNothingElseAsync(client, 1);
    }

    [Fact]
    public async Task BinaryPush_TopicOf255Bytes_IsSent()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        string topic = LongTopic[..255];
        IClientChannel channel = client.CreateChannel(topic);
        Task join = channel.JoinAsync();
        await connection.AcceptJoinAsync(1, topic);
        await join.Within();

        Task send = channel.SendAsync(new EventName("ping"), Bytes, default);

        await send.Within();
        Assert.StartsWith("binary ", await connection.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Push_PayloadCannotBeRead_FailsItsOwnCallOnly(bool hasReply)
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        ChannelPayload broken = ChannelPayload.FromBytes(new UnreadableMemory().Memory);
        connection.HoldWrites();
        Task<ReplyFrame> before = channel.PushAsync("1");
        await connection.WriteHeld;

        Task push = hasReply
            ? channel.PushAsync(new EventName("ping"), broken, null, default)
            : channel.SendAsync(new EventName("ping"), broken, default);
        Task<ReplyFrame> after = channel.PushAsync("2");
        connection.ReleaseWrites();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => push.Within());
        await connection.ExpectAsync("""["1","2","room:a","ping",1]""", """["1","4","room:a","ping",2]""");
        connection.SendOk(1, 2);
        connection.SendOk(1, 4);
        await Task.WhenAll(before, after).Within();
        Assert.Equal((1, 0, 0), client.Socket.Engine.Counts);
    }

    [Fact]
    public async Task Join_PayloadCannotBeRead_FailsItsOwnCallOnly()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        IClientChannel other = client.CreateChannel("room:b");

        Task join = other.JoinAsync(ChannelPayload.FromBytes(new UnreadableMemory().Memory), null, default);

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => join.Within());
        Assert.Equal(ChannelState.Closed, other.State);
        await ExpectWorkingAsync(client, connection, channel, 3, "room:a");
    }

    private static async Task ExpectWorkingAsync(
        TestClient client, ScriptedConnection connection, IClientChannel channel, int reference, string? topic = null)
    {
        topic ??= LongTopic;
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync($$"""["1","{{reference}}","{{topic}}","ping",{}]""");
        connection.SendOk(1, reference, topic);
        _ = await push.Within();
        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.Equal((1, 0, 0), client.Socket.Engine.Counts);
    }
}
