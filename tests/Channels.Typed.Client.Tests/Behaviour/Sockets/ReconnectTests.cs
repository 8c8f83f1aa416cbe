using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class ReconnectTests
{
    [Fact]
    public async Task ConnectionLost_JoinedChannel_RejoinsWithTheSamePayload_AndReportsIt()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var rejoined = new TaskCompletionSource<string>();
        using IDisposable subscription = channel.OnRejoined(reply =>
        {
            rejoined.SetResult(reply.Text());
            return default;
        });

        connection.Drop();
        SocketStateChangedEventArgs change = await client.ChangeToAsync(SocketState.Reconnecting);
        Assert.Equal(SocketStateReason.ConnectionLost, change.Reason);
        Assert.Equal(ChannelState.Errored, channel.State);
        ScriptedConnection second = await client.ReconnectAsync();
        await second.AcceptJoinAsync(2, payload: """{"p":1}""", response: """{"n":2}""");

        Assert.Equal("""ok {"n":2}""", await rejoined.Task.Within());
        Assert.Equal(ChannelState.Joined, channel.State);
        Assert.True(connection.IsAborted);
    }

    [Fact]
    public async Task ConnectionLostTwice_Channel_RejoinsTwice()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        for (int reference = 2; reference < 5; reference++)
        {
            connection.Drop();
            connection = await client.ReconnectAsync();
            await connection.AcceptJoinAsync(reference, payload: """{"p":1}""");
        }

        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["4","5","room:a","ping",{}]""");
        connection.SendOk(4, 5);
        _ = await push.Within();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(4001)]
    public async Task ServerCloses_WithAnyCode_ClientReconnects(int code)
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, _) = await client.JoinAsync();

        connection.Close(code);

        SocketStateChangedEventArgs change = await client.ChangeToAsync(SocketState.Reconnecting);
        Assert.Equal(SocketStateReason.ServerClosed, change.Reason);
        Assert.Equal(code, change.CloseCode);
        ScriptedConnection second = await client.ReconnectAsync();
        await second.AcceptJoinAsync(2, payload: """{"p":1}""");
    }

    [Fact]
    public async Task ConnectionLost_BeforeAnyJoinSucceeds_KeepsBackingOff()
    {
        await using var client = new TestClient();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync();
        ScriptedConnection connection = await client.Server.AcceptAsync();

        foreach (int delay in (int[])[10, 50, 100])
        {
            connection.Drop();
            connection = await client.ReconnectAsync(delay);
        }

        await connection.AcceptJoinAsync(4);
        _ = await join.Within();
        connection.Drop();
        _ = await client.ReconnectAsync(10);
    }

    [Fact]
    public async Task ConnectionLost_AfterHeartbeatWithoutChannels_StartsTheDelaysOver()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        connection.Drop();
        connection = await client.ReconnectAsync(10);

        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(30));
        await connection.ExpectAsync("""[null,"1","phoenix","heartbeat",{}]""");
        connection.Send("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
        await client.Time.TimerAsync(TimeSpan.FromSeconds(30));
        await client.Time.TimerAsync(TimeSpan.FromSeconds(30));
        connection.Drop();

        _ = await client.ReconnectAsync(10);
    }

    [Fact]
    public async Task Rejoin_Refused_TriesAgainByTheDelays_AndReportsEachReply()
    {
        await using var client = new TestClient(static options => options.Timeout = TimeSpan.FromSeconds(20));
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var answers = new List<string>();
        using IDisposable subscription = channel.OnRejoined(reply =>
        {
            answers.Add(reply.Text());
            return default;
        });
        connection.Drop();
        connection = await client.ReconnectAsync();

        int reference = 2;
        foreach (int seconds in (int[])[1, 2, 5, 10, 10])
        {
            await connection.ExpectAsync($$"""["{{reference}}","{{reference}}","room:a","phx_join",{"p":1}]""");
            connection.SendError(reference, reference);
            reference++;
            await client.Time.RunTimerAsync(TimeSpan.FromSeconds(seconds));
        }

        await connection.AcceptJoinAsync(reference, payload: """{"p":1}""");
        Assert.True(client.Log.Has(210));
        await channel.CloseAndDrainAsync(connection, reference);
        Assert.Equal(["error {}", "error {}", "error {}", "error {}", "error {}", "ok {}"], answers);
    }

    [Fact]
    public async Task Rejoin_TimesOut_LeavesAndTriesAgain()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.ExpectAsync("""["2","2","room:a","phx_join",{"p":1}]""");

        await client.Time.TimerAsync(TimeSpan.FromSeconds(10));
        client.Time.Advance(TimeSpan.FromSeconds(10));
        await connection.ExpectAsync("""["2","3","room:a","phx_leave",{}]""");
        Assert.Equal(ChannelState.Errored, channel.State);
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(1));

        await connection.AcceptJoinAsync(4, payload: """{"p":1}""");
        Assert.True(client.Log.Has(211));
    }

    [Fact]
    public async Task ChannelCrashes_RejoinsByTheDelays()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        connection.Send("""["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");
        await client.Time.TimerAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ChannelState.Errored, channel.State);
        client.Time.Advance(TimeSpan.FromSeconds(1));

        await connection.AcceptJoinAsync(2, payload: """{"p":1}""");
    }

    [Fact]
    public async Task ChannelCrashed_ConnectionComesBack_RejoinsAtOnce()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, _) = await client.JoinAsync();
        connection.Send("""["1","1","room:a","phx_error",{}]""");
        await client.Time.TimerAsync(TimeSpan.FromSeconds(1));

        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, payload: """{"p":1}""");

        client.Time.Advance(TimeSpan.FromSeconds(5));
        await connection.ExpectNothingElseAsync(client, 3);
    }

    [Fact]
    public async Task Disconnect_JoinedChannel_RejoinsAfterTheNextConnect()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        await client.Socket.DisconnectAsync().Within();
        await connection.Closed;
        Assert.Equal(SocketState.Disconnected, client.Socket.State);
        Assert.Equal(ChannelState.Errored, channel.State);
        client.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(client.Server.HasAttempt);

        ScriptedConnection second = await client.ConnectAsync();
        await second.AcceptJoinAsync(2, payload: """{"p":1}""");
    }

    [Fact]
    public async Task Disconnect_Twice_IsOneCloseAndBothCallsEnd()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, _) = await client.JoinAsync();
        connection.AnswersClose = false;

        Task first = client.Socket.DisconnectAsync();
        await connection.Closed;
        Task second = client.Socket.DisconnectAsync();
        Assert.False(second.IsCompleted);
        connection.Close(1000);

        await first.Within();
        await second.Within();
        Assert.Equal(SocketState.Disconnected, client.Socket.State);
        Assert.False(client.Server.HasAttempt);
    }

    [Fact]
    public async Task Disconnect_WhileReconnecting_StopsTheAttempts()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, _) = await client.JoinAsync();
        connection.Drop();
        await client.Time.TimerAsync(TimeSpan.FromMilliseconds(10));

        await client.Socket.DisconnectAsync().Within();

        client.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(client.Server.HasAttempt);
    }

    [Fact]
    public async Task Disconnect_JoinsAndConnectsThatWait_Fail()
    {
        await using var client = new TestClient();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync();
        Task connected = client.Socket.ConnectAsync();

        await client.Socket.DisconnectAsync().Within();

        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(join));
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(connected));
    }

    [Fact]
    public async Task Connect_BeforeDisconnectHasEnded_MakesANewConnectionThatSurvives()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.AnswersClose = false;

        Task disconnected = client.Socket.DisconnectAsync();
        await connection.Closed;
        ScriptedConnection second = await client.ConnectAsync();
        await second.AcceptJoinAsync(2, payload: """{"p":1}""");
        connection.Close(1000);
        await disconnected.Within();

        Task<ReplyFrame> push = channel.PushAsync();
        await second.ExpectAsync("""["2","3","room:a","ping",{}]""");
        second.SendOk(2, 3);
        _ = await push.Within();
    }

    [Fact]
    public async Task Disconnect_ServerDoesNotAnswerTheClose_EndsAfterTwoSeconds()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, _) = await client.JoinAsync();
        connection.AnswersClose = false;

        Task disconnected = client.Socket.DisconnectAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(2));

        await disconnected.Within();
        Assert.True(connection.IsAborted);
    }
}
