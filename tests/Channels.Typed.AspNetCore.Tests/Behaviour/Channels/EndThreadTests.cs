using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>An end that other code asks for runs no code of the handler on the caller's thread, which may hold locks.</summary>
public sealed class EndThreadTests
{
    private readonly ChannelProgram _program = new();
    private readonly TaskCompletionSource<bool> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EndThreadTests()
    {
        _program.Terminate = (_, _) =>
        {
            _terminated.TrySetResult(Thread.CurrentThread.IsThreadPoolThread);
            return default;
        };
        _program.Dispose = () => _disposed.TrySetResult(Thread.CurrentThread.IsThreadPoolThread);
    }

    [Fact]
    public Task Stop_IdleChannel_TerminatesAndDisposesOnTheThreadPool() => AssertOnThreadPoolAsync(static channel => channel.Stop());

    [Fact]
    public Task Fail_IdleChannel_TerminatesAndDisposesOnTheThreadPool() => AssertOnThreadPoolAsync(static channel => channel.Fail());

    [Fact]
    public async Task Stop_ManyChannelsInALoopThatTheirTerminateChanges_StopsAll()
    {
        var members = new List<ChannelContext>();
        _program.Terminate = (channel, _) =>
        {
            lock (members)
            {
                members.Remove(channel);
                if (members.Count == 0)
                {
                    _terminated.TrySetResult(true);
                }
            }

            return default;
        };
        await using FixtureServer server = await _program.StartAsync();
        RawClient client = await server.ConnectToProgramAsync();
        for (int i = 1; i <= 3; i++)
        {
            await client.JoinProgramAsync($"p:{i}", $"{i}");
        }

        lock (members)
        {
            members.AddRange(_program.Joins);
            foreach (ChannelContext member in members)
            {
                member.Stop();
            }
        }

        await _terminated.Task.Within();
    }

    // If TerminateAsync of one channel blocks its thread, the other channels of the connection end all the same.
    [Fact]
    public async Task ConnectionLost_TerminateOfOneChannelBlocks_OtherChannelsEnd()
    {
        using var release = new ManualResetEventSlim();
        _program.Terminate = (channel, _) =>
        {
            if (channel.Topic == "p:1")
            {
                release.Wait(Patience.Time);
            }
            else
            {
                _terminated.TrySetResult(true);
            }

            return default;
        };
        await using FixtureServer server = await _program.StartAsync();
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync("p:1", "1");
        await client.JoinProgramAsync("p:2", "2");

        client.Dispose();
        try
        {
            await _terminated.Task.Within();
            Assert.False(release.IsSet);
        }
        finally
        {
            release.Set();
        }
    }

    private async Task AssertOnThreadPoolAsync(Action<ChannelContext> end)
    {
        await using FixtureServer server = await _program.StartAsync();
        RawClient client = await server.ConnectToProgramAsync();
        await client.JoinProgramAsync();
        ChannelContext channel = Assert.Single(_program.Joins);

        new Thread(() => end(channel)).Start();

        Assert.True(await _terminated.Task.Within());
        Assert.True(await _disposed.Task.Within());
    }
}
