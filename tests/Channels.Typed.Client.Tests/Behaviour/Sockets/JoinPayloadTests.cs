using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class JoinPayloadTests
{
    // Catalogue 227, for joins.
    [Fact]
    public async Task Factory_IsAskedByTheJoinAndEveryRejoin()
    {
        await using var client = new TestClient();
        int count = 0;
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(
            _ => new(ChannelPayload.FromJson($$"""{"n":{{++count}}}""")), null, default);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"n":1}""");
        _ = await join.Within();

        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, payload: """{"n":2}""");
        connection.Send("""["2","2","room:a","phx_error",{}]""");
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await connection.AcceptJoinAsync(3, payload: """{"n":3}""");
    }

    [Fact]
    public async Task Factory_Fails_TheFirstJoinFailsWithItsException()
    {
        await using var client = new TestClient();
        _ = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        var failure = new InvalidDataException("no token");

        InvalidDataException exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => channel.JoinAsync(_ => throw failure, null, default).Within());

        Assert.Same(failure, exception);
        Assert.Equal(ChannelState.Closed, channel.State);
    }

    [Fact]
    public async Task Factory_FailsInARejoin_IsLoggedAndTriedAgain()
    {
        await using var client = new TestClient();
        int count = 0;
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(
            _ => ++count == 2 ? throw new InvalidDataException("no token") : new(ChannelPayload.Empty), null, default);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();

        connection.Drop();
        connection = await client.ReconnectAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await connection.AcceptJoinAsync(2);

        Assert.True(client.Log.Has(216));
    }

    [Fact]
    public async Task Factory_StillRuns_FramesOfTheEarlierJoinAreDropped()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(null, default);
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        connection.SendOk(1, 2);
        await leave.Within();

        var payload = new TaskCompletionSource<ChannelPayload>();
        Task<ReplyFrame> join = channel.JoinAsync(_ => new(payload.Task), null, default);
        connection.Send("""["1","1","room:a","phx_close",{}]""", """["1","1","room:a","phx_error",{}]""");
        await Waiting.UntilAsync(() => client.Log.Texts.Count(static text => text.Contains("earlier join", StringComparison.Ordinal)) == 2);
        payload.SetResult(ChannelPayload.Empty);
        await connection.AcceptJoinAsync(3);

        _ = await join.Within();
        Assert.Equal(ChannelState.Joined, channel.State);
    }

    [Fact]
    public async Task Factory_Hangs_TheJoinTimesOut_TheTokenIsCanceled_AndNothingIsSent()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        var canceled = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(
            async cancellationToken =>
            {
                _ = cancellationToken.Register(canceled.SetResult);
                started.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return default;
            },
            TimeSpan.FromSeconds(3),
            default);
        await started.Task.Within();

        client.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(ChannelErrorReason.Timeout, await ChannelCalls.ReasonOf(join));
        await canceled.Task.Within();
        await connection.ExpectNothingElseAsync(client, 1);
    }

    [Fact]
    public async Task Factory_ConnectionLostMeanwhile_IsAskedAgainForTheNextOne()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        var first = new TaskCompletionSource<ChannelPayload>();
        var isAsked = new TaskCompletionSource();
        int count = 0;
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(
            _ =>
            {
                isAsked.TrySetResult();
                return ++count == 1 ? new(first.Task) : new(ChannelPayload.FromJson("""{"n":2}"""));
            },
            null,
            default);

        await isAsked.Task.Within();
        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{"n":2}]""");
        first.SetResult(ChannelPayload.FromJson("""{"n":1}"""));
        connection.SendOk(1, 1);

        Assert.Equal("ok {}", (await join.Within()).Text());
        await connection.ExpectNothingElseAsync(client, 2);
    }
}
