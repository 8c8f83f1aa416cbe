using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Frames;

/// <summary>Version 1.0.0: messages are JSON objects.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task V1_JoinPushAndEvent_AreObjects()
    {
        await using TestClient client = Create();
        (ScriptedConnection connection, IClientChannel channel) = await JoinAsync(client);
        var received = new TaskCompletionSource<string>();
        _ = channel.On("posted", payload => received.TrySetResult(payload));

        Task<ReplyFrame> push = ChannelCalls.PushAsync(channel);
        await connection.ExpectAsync("""{"event":"ping","payload":{},"join_ref":"1","ref":"2","topic":"room:a"}""");
        connection.Send(
            """{"event":"posted","payload":{"n":1},"ref":null,"topic":"room:a"}""",
            """{"event":"phx_reply","payload":{"response":{"n":2},"status":"ok"},"ref":"2","topic":"room:a"}""");

        Assert.Equal("""ok {"n":2}""", (await push.Within()).Text());
        Assert.Equal("""{"n":1}""", await received.Task.Within());
    }

    /// <summary>Messages of version 1.0.0 have no join ref. So phx_close and phx_error carry the ref of their join.</summary>
    [Fact]
    public async Task V1_CloseOfAnEarlierJoin_IsDropped()
    {
        await using TestClient client = Create();
        (ScriptedConnection connection, IClientChannel channel) = await JoinAsync(client);

        connection.Send("""{"event":"phx_close","payload":{},"ref":"7","topic":"room:a"}""");
        connection.Send("""{"event":"phx_close","payload":{},"ref":"1","topic":"room:a"}""");
        await channel.Closed.Within();

        Assert.Single(client.Log.Texts, static text => text.Contains("earlier join", StringComparison.Ordinal));
    }

    [Fact]
    public async Task V1_Heartbeat_IsAnObject()
    {
        await using TestClient client = Create();
        ScriptedConnection connection = await client.ConnectAsync();

        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(30));

        await connection.ExpectAsync("""{"event":"heartbeat","payload":{},"join_ref":null,"ref":"1","topic":"phoenix"}""");
    }

    [Fact]
    public async Task V1_Bytes_AreRefused_AndTheConnectionStaysOpen()
    {
        await using TestClient client = Create();
        (ScriptedConnection connection, IClientChannel channel) = await JoinAsync(client);
        var bytes = ChannelPayload.FromBytes(new byte[] { 1 });

        NotSupportedException exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => channel.PushAsync(new EventName("p"), bytes, null, default));
        _ = await Assert.ThrowsAsync<NotSupportedException>(() => client.CreateChannel("room:b").JoinAsync(bytes, null, default));

        Assert.Contains("ProtocolVersion", exception.Message, StringComparison.Ordinal);
        Task<ReplyFrame> push = ChannelCalls.PushAsync(channel);
        await connection.ExpectAsync("""{"event":"ping","payload":{},"join_ref":"1","ref":"2","topic":"room:a"}""");
        connection.Send("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"2","topic":"room:a"}""");
        _ = await push.Within();
    }

    private static TestClient Create() => new(static options => options.ProtocolVersion = ProtocolVersion.V1);

    private static async Task<(ScriptedConnection Connection, IClientChannel Channel)> JoinAsync(TestClient client)
    {
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = ChannelCalls.JoinAsync(channel);
        ScriptedAttempt attempt = await client.Server.AttemptAsync();
        Assert.Equal("?vsn=1.0.0", attempt.Uri.Query);
        ScriptedConnection connection = attempt.Accept();
        await connection.ExpectAsync("""{"event":"phx_join","payload":{},"join_ref":"1","ref":"1","topic":"room:a"}""");
        connection.Send("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"room:a"}""");
        _ = await join.Within();
        return (connection, channel);
    }
}
