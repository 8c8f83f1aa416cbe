using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class CloseCodeTests
{
    /// <summary>
    /// Catalogue 216 and 217. The official client does not reconnect after 1000. Networks and servers send 1000
    /// for their own reasons (phoenix#3161, #4924). So this client always reconnects until the application disconnects it.
    /// </summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1008)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(4001)]
    public async Task Case216_Case217_ServerCloses_ReconnectsWithAnyCode(int code)
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, _) = await client.JoinAsync();

        connection.Close(code);

        SocketStateChangedEventArgs change = await client.ChangeToAsync(SocketState.Reconnecting);
        Assert.Equal(SocketStateReason.ServerClosed, change.Reason);
        Assert.Equal(code, change.CloseCode);
        Assert.Equal(TimeSpan.FromMilliseconds(10), change.RetryDelay);
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, payload: """{"p":1}""");
    }

    /// <summary>RFC 6455, 5.5.1. Without an answer, proxies and servers count the end as abnormal.</summary>
    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1012, 1012)]
    [InlineData(4001, 4001)]
    [InlineData(1005, 1000)]
    public async Task ServerCloses_IsAnsweredWithTheSameCodeBeforeTheConnectionIsDropped(int code, int answer)
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();

        connection.Close(code);

        await connection.Aborted;
        Assert.True(connection.Closed.IsCompleted);
        Assert.Equal((answer, null), connection.CloseFrame);
    }

    /// <summary>These codes mean that the server sent no close frame.</summary>
    [Theory]
    [InlineData(1006)]
    [InlineData(1015)]
    public async Task ServerIsGone_NoCloseFrameIsSent(int code)
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();

        connection.Close(code);

        await connection.Aborted;
        Assert.Equal((0, null), connection.CloseFrame);
    }

    [Fact]
    public async Task ServerCloses_QueuedPushesAreNotSentAndTheAnswerWaitsAtMostTwoSeconds()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.HoldWrites();
        Task<ReplyFrame> written = channel.PushAsync();
        await connection.WriteHeld;
        Task<ReplyFrame> queued = channel.PushAsync();

        connection.Close(1012);
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(2));

        await connection.Aborted;
        Assert.Equal(SocketStateReason.ServerClosed, (await client.ChangeToAsync(SocketState.Reconnecting)).Reason);
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(written));
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(queued));
        Assert.False(connection.HasFrame);
        Assert.Equal((0, null), connection.CloseFrame);
    }

    /// <summary>Catalogue 227 and 228: the token factory is called for every attempt.</summary>
    [Fact]
    public async Task Case228_TokenOfFactory_IsAskedForOnEveryAttempt()
    {
        int calls = 0;
        await using var client = new TestClient(options =>
        {
            options.AuthToken = "fixed";
            options.AuthTokenFactory = _ => new(++calls == 2 ? null : $"t{calls}");
        });
        _ = client.Socket.ConnectAsync();

        var tokens = new List<string?>();
        foreach (int delay in (int[])[10, 50])
        {
            ScriptedAttempt refused = await client.Server.AttemptAsync();
            tokens.Add(refused.Request.AuthToken);
            refused.Refuse();
            await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(delay));
        }

        ScriptedAttempt last = await client.Server.AttemptAsync();
        tokens.Add(last.Request.AuthToken);
        _ = last.Accept();

        Assert.Equal(["t1", "fixed", "t3"], tokens);
    }
}
