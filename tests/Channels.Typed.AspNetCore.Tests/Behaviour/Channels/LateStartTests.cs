using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>What starts after the end of its channel was requested: a join that waited, and the first use of the token.</summary>
public sealed class LateStartTests : IDisposable
{
    private const int Disconnected = 107;
    private const int JoinedAgain = 114;
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";
    private const string Beaten = """[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    private readonly ChannelProgram _program = new();
    private readonly LogSink _log = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _otherTerminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LateStartTests() => _program.Terminate = async (channel, _) =>
    {
        if (channel.Topic == "p:a")
        {
            await _release.Task;
        }
        else
        {
            _otherTerminated.TrySetResult();
        }
    };

    [Fact]
    public async Task ConnectionLost_WhileAJoinWaitsForItsPredecessor_HandlerIsNotStarted()
    {
        await using FixtureServer server = await _program.StartAsync(log: _log);
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync("p:a", "1");
        await client.JoinProgramAsync("p:b", "2");
        await client.SendJoinAsync("p:a", "3"); // Waits for TerminateAsync of the first.
        await client.ExpectSilenceAsync();

        client.Dispose();
        await _otherTerminated.Task.Within(); // The connection ends its channels in the order of their first joins.
        _release.SetResult();

        await Waiting.UntilAsync(() => _log.Entries.Any(entry => entry.Id.Id == Disconnected));
        Assert.Equal(["p:a", "p:b"], _program.Joins.Select(channel => channel.Topic));
    }

    [Fact]
    public async Task Join_ReplacedWhileItWaitsForItsPredecessor_HandlerIsNotStartedAndTheNewestJoinGoesOn()
    {
        await using FixtureServer server = await _program.StartAsync(log: _log);
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync("p:a", "1");
        await client.SendJoinAsync("p:a", "2");
        await client.ExpectSilenceAsync();
        await client.SendJoinAsync("p:a", "3");
        await WhenJoinedAgainAsync(2);

        _release.SetResult();

        await client.ExpectAsync(
            """["1","1","p:a","phx_close",{}]""",
            """["3","3","p:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["2","2","p:a","phx_close",{}]""");
        Assert.Equal(2, _program.Joins.Count);
        await client.SendAsync("""["3","4","p:a","any",{}]""");
        await client.ExpectAsync("""["3","4","p:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    // One join of a topic runs, and one waits. Otherwise a client could fill memory with joins.
    [Fact]
    public async Task SecondJoinThatWaits_HoldsUpReading_AndNothingIsLost()
    {
        await using FixtureServer server = await _program.StartAsync();
        using MetricCollector<long> waits = server.Collect<long>("channels.server.full_mailboxes");
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync("p:a", "1");
        await client.SendJoinAsync("p:a", "2");
        await client.ExpectSilenceAsync();
        await client.SendJoinAsync("p:a", "3");
        await client.SendAsync(Heartbeat);
        Assert.Equal(["1 channels.template=p:{rest}"], await waits.ReadAsync(1));

        _release.SetResult();

        string[] frames =
            [await client.ReceiveAsync(), await client.ReceiveAsync(), await client.ReceiveAsync(), await client.ReceiveAsync()];
        Assert.Contains("""["3","3","p:a","phx_reply",{"response":{},"status":"ok"}]""", frames);
        Assert.Contains(Beaten, frames);
    }

    [Fact]
    public async Task JoinThatWaits_PayloadLargerThanAMailbox_HoldsUpReading()
    {
        await using FixtureServer server = await _program.StartAsync(options => options.MaxMailboxBytes = 1_000);
        using MetricCollector<long> waits = server.Collect<long>("channels.server.full_mailboxes");
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync("p:a", "1");
        await client.SendAsync($$"""["2","2","p:a","phx_join",{"x":"{{new string('x', 2_000)}}"}]""");
        await client.SendAsync(Heartbeat);
        Assert.Equal(["1 channels.template=p:{rest}"], await waits.ReadAsync(1));

        _release.SetResult();

        string[] frames = [await client.ReceiveAsync(), await client.ReceiveAsync(), await client.ReceiveAsync()];
        Assert.Contains("""["2","2","p:a","phx_reply",{"response":{},"status":"ok"}]""", frames);
        Assert.Contains(Beaten, frames);
    }

    [Fact]
    public async Task Ended_FirstUsedAfterTheConnectionWasLost_IsCanceled()
    {
        var push = new HeldPush();
        await using FixtureServer server = await StartTokenlessAsync(push);
        RawClient client = await JoinTokenlessAsync(server);
        ChannelContext channel = await push.Entered.Task.Within();

        client.Dispose();
        await Waiting.UntilAsync(() => channel.Post("is it ending?") == PostResult.Ended);

        Assert.True(channel.Ended.IsCancellationRequested);
        push.Release.SetResult();
    }

    // Stop lets the current message go on.
    [Fact]
    public async Task Ended_FirstUsedAfterStop_IsNotCanceledBeforeTheConnectionIsLost()
    {
        var push = new HeldPush();
        await using FixtureServer server = await StartTokenlessAsync(push);
        RawClient client = await JoinTokenlessAsync(server);
        ChannelContext channel = await push.Entered.Task.Within();

        channel.Stop();
        Assert.Equal(PostResult.Ended, channel.Post("ignored"));
        CancellationToken ended = channel.Ended;
        Assert.False(ended.IsCancellationRequested);

        client.Dispose();
        await Waiting.UntilAsync(() => ended.IsCancellationRequested);
        push.Release.SetResult();
    }

    public void Dispose() => _log.Dispose();

    private Task WhenJoinedAgainAsync(int count) =>
        Waiting.UntilAsync(() => _log.Entries.Count(entry => entry.Id.Id == JoinedAgain) == count);

    private static Task<FixtureServer> StartTokenlessAsync(HeldPush push) => FixtureServer.StartAsync(
        build: builder => builder.Services.AddSingleton(push),
        use: app => app.MapChannels("/tokenless", socket => socket.Add<TokenlessChannel>()));

    private static async Task<RawClient> JoinTokenlessAsync(FixtureServer server)
    {
        RawClient client = await server.ConnectAsync(path: "/tokenless/websocket");
        await client.SendAsync("""["1","1","tokenless:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","tokenless:a","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync("""["1","2","tokenless:a","any",{}]""");
        return client;
    }
}
