using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

/// <summary><see cref="ChannelException.WasSent"/>: whether the server may have a message that failed.</summary>
public sealed class WasSentTests
{
    private const string MayBeProcessed = "The server may still have processed it.";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Push_TimesOutAfterItWasWritten_WasSent()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task push = channel.PushAsync(timeout: Limit);
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        client.Time.Advance(Limit);

        ChannelException exception = await FailureOf(push, ChannelErrorReason.Timeout, wasSent: true);
        Assert.Equal($"Timed out waiting for the reply to 'ping' on topic 'room:a'. {MayBeProcessed}", exception.Message);
    }

    [Fact]
    public async Task Push_TimesOutInTheBuffer_WasNotSent()
    {
        await using var client = new TestClient();
        IClientChannel channel = client.CreateChannel();
        _ = channel.JoinAsync();
        Task push = channel.PushAsync(timeout: Limit);

        client.Time.Advance(Limit);

        ChannelException exception = await FailureOf(push, ChannelErrorReason.Timeout, wasSent: false);
        Assert.Equal("Timed out before 'ping' on topic 'room:a' was written. It was not sent.", exception.Message);
    }

    [Fact]
    public async Task Push_TimesOutBehindABlockedWrite_WasNotSentAndTheBlockedOneWas()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.HoldWrites();
        Task blocked = channel.PushAsync(timeout: Limit);
        await connection.WriteHeld;
        Task waiting = channel.PushAsync(timeout: Limit);

        client.Time.Advance(Limit);

        _ = await FailureOf(blocked, ChannelErrorReason.Timeout, wasSent: true);
        _ = await FailureOf(waiting, ChannelErrorReason.Timeout, wasSent: false);
        connection.ReleaseWrites();
    }

    [Fact]
    public async Task ConnectionLost_TellsSentAndUnsentPushesApart()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task sent = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");
        connection.HoldWrites();
        Task writing = channel.SendAsync();
        await connection.WriteHeld;
        Task waiting = channel.PushAsync();

        connection.Drop();

        ChannelException exception = await FailureOf(sent, ChannelErrorReason.Disconnected, wasSent: true);
        Assert.Equal($"'ping' on topic 'room:a': the connection was lost before the reply came. {MayBeProcessed}", exception.Message);
        exception = await FailureOf(writing, ChannelErrorReason.Disconnected, wasSent: true);
        Assert.Equal($"'ping' on topic 'room:a': the connection was lost while it was written. {MayBeProcessed}", exception.Message);
        exception = await FailureOf(waiting, ChannelErrorReason.Disconnected, wasSent: false);
        Assert.Equal("'ping' on topic 'room:a': the connection was lost before it was written. It was not sent.", exception.Message);
    }

    [Theory]
    [InlineData(1009, "the server closed the connection with 1009, because a message was too large for it, before the reply came")]
    [InlineData(1011, "the server closed the connection with 1011 before the reply came")]
    public async Task ServerCloses_PushFailsWithTheCloseCode(int code, string what)
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        connection.Close(code);

        ChannelException exception = await FailureOf(push, ChannelErrorReason.Disconnected, wasSent: true);
        Assert.Equal($"'ping' on topic 'room:a': {what}. {MayBeProcessed}", exception.Message);
    }

    [Fact]
    public async Task ChannelCrashes_PushWasSent()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        connection.Send("""["1","1","room:a","phx_error",{}]""");

        _ = await FailureOf(push, ChannelErrorReason.ChannelCrashed, wasSent: true);
    }

    [Fact]
    public async Task Push_NotAccepted_WasNotSent()
    {
        await using var client = new TestClient(options => options.MaxPendingPushes = 1);
        IClientChannel channel = client.CreateChannel();

        _ = await FailureOf(channel.PushAsync(), ChannelErrorReason.NotJoined, wasSent: false);
        Task join = channel.JoinAsync();
        Task first = channel.PushAsync();
        _ = await FailureOf(channel.PushAsync(), ChannelErrorReason.BufferFull, wasSent: false);
        await client.Socket.DisconnectAsync().Within();

        _ = await FailureOf(first, ChannelErrorReason.Disconnected, wasSent: false);
        _ = await FailureOf(join, ChannelErrorReason.Disconnected, wasSent: false);
    }

    [Fact]
    public async Task Join_TimesOut_WasSent()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        Task join = client.CreateChannel().JoinAsync(timeout: Limit);
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");

        client.Time.Advance(Limit);

        _ = await FailureOf(join, ChannelErrorReason.Timeout, wasSent: true);
    }

    /// <summary>A reply came, so the message was sent.</summary>
    [Theory]
    [InlineData(ChannelErrorReason.Rejected, true)]
    [InlineData(ChannelErrorReason.UnknownStatus, true)]
    [InlineData(ChannelErrorReason.UnreadableReply, true)]
    [InlineData(ChannelErrorReason.UnmatchedTopic, true)]
    [InlineData(ChannelErrorReason.JoinCrashed, true)]
    [InlineData(ChannelErrorReason.TooManyChannels, true)]
    [InlineData(ChannelErrorReason.Timeout, false)]
    [InlineData(ChannelErrorReason.NotJoined, false)]
    public void Default_IsThatOfTheReason(ChannelErrorReason reason, bool wasSent)
    {
        Assert.Equal(wasSent, new ChannelException(reason, "").WasSent);
        Assert.Equal(!wasSent, new ChannelException(reason, "") { WasSent = !wasSent }.WasSent);
    }

    private static async Task<ChannelException> FailureOf(Task task, ChannelErrorReason reason, bool wasSent)
    {
        ChannelException exception = await Assert.ThrowsAsync<ChannelException>(() => task.Within());
        Assert.Equal(reason, exception.Reason);
        Assert.Equal(wasSent, exception.WasSent);
        return exception;
    }
}
