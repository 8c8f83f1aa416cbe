using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>A join that timed out is refused and canceled at once. Its handler is released when its method has ended.</summary>
public sealed class JoinTimeoutTests : IDisposable
{
    private const int LateJoinFailed = 134;
    private const string TimedOut = """["1","1","p:a","phx_reply",{"response":{"reason":"join timeout","refused_by":"server"},"status":"error"}]""";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly ChannelProgram _program = new();
    private readonly LogSink _log = new();
    private readonly ConcurrentQueue<string> _events = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _canceled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JoinTimeoutTests()
    {
        _program.Dispose = () => _events.Enqueue("disposed");
        _program.DisposeScope = () =>
        {
            _events.Enqueue("scope disposed");
            _released.TrySetResult();
        };
    }

    [Fact]
    public async Task JoinTimedOut_HandlerStillRuns_IsReleasedAfterItHasEnded()
    {
        _program.Join = async (_, cancellationToken) =>
        {
            await using CancellationTokenRegistration registration = cancellationToken.Register(() => _canceled.TrySetResult());
            await _release.Task;
            _events.Enqueue("join ended");
            return ChannelReply.Ok();
        };
        await using FixtureServer server = await StartAsync();
        RawClient client = await TimeOutAsync(server);
        await _canceled.Task.Within();

        _release.SetResult();

        await _released.Task.Within();
        Assert.Equal(["join ended", "disposed", "scope disposed"], _events);
        await client.ExpectSilenceAsync(); // The late reply is dropped.
        await AssertJoinsAgainAsync(client);
    }

    [Fact]
    public async Task JoinTimedOut_HandlerThrowsLater_ExceptionIsLogged()
    {
        var late = new InvalidOperationException("late");
        _program.Join = async (_, _) =>
        {
            await _release.Task;
            throw late;
        };
        await using FixtureServer server = await StartAsync();
        await TimeOutAsync(server);

        _release.SetResult();

        await _released.Task.Within();
        Assert.Same(late, Assert.Single(_log.Entries, entry => entry.Id.Id == LateJoinFailed).Exception);
    }

    [Fact]
    public async Task JoinTimedOut_HandlerStopsBecauseOfItsToken_IsNotLoggedAsFailed()
    {
        _program.Join = async (_, cancellationToken) =>
        {
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);
            return ChannelReply.Ok();
        };
        await using FixtureServer server = await StartAsync();
        await TimeOutAsync(server);

        await _released.Task.Within();

        Assert.DoesNotContain(_log.Entries, entry => entry.Id.Id == LateJoinFailed);
    }

    [Fact]
    public async Task JoinTimedOut_HandlerStillRuns_TopicCanBeJoinedAgain()
    {
        _program.Join = async (_, _) =>
        {
            await _release.Task;
            return ChannelReply.Ok();
        };
        await using FixtureServer server = await StartAsync();
        RawClient client = await TimeOutAsync(server);

        await AssertJoinsAgainAsync(client);

        _release.SetResult();
        await _released.Task.Within();
    }

    public void Dispose() => _log.Dispose();

    private async Task AssertJoinsAgainAsync(RawClient client)
    {
        _program.Join = static (_, _) => new(ChannelReply.Ok());
        await client.JoinProgramAsync("p:a", "2");
    }

    private Task<FixtureServer> StartAsync() => _program.StartAsync(options => options.JoinTimeout = Timeout, _log);

    private static async Task<RawClient> TimeOutAsync(FixtureServer server)
    {
        RawClient client = await server.ConnectToProgramAsync();
        await client.SendJoinAsync();
        await client.ExpectSilenceAsync(); // The join runs.
        server.Time.Advance(Timeout);
        await client.ExpectAsync(TimedOut);
        return client;
    }
}
