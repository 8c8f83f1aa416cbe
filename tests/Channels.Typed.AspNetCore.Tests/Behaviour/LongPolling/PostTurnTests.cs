using System.Net;
using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

/// <summary>The POSTs of one session come one after the other.</summary>
public sealed class PostTurnTests
{
    private const string Ok = """{"status":200}""";
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";

    private static readonly Guid Session = Guid.NewGuid();

    private readonly PostTurns _turns = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task SecondPost_WaitsForTheFirst()
    {
        PostTurn first = _turns.TryEnter(Session, 2)!;
        PostTurn second = _turns.TryEnter(Session, 2)!;
        Assert.True(await WaitAsync(first));
        Task<bool> waiting = WaitAsync(second);
        Assert.False(waiting.IsCompleted);

        first.Release();

        Assert.True(await waiting.Within());
    }

    [Fact]
    public async Task PostThatWaitsForAWindow_GivesUp()
    {
        Assert.True(await WaitAsync(_turns.TryEnter(Session, 2)!));
        Task<bool> waiting = WaitAsync(_turns.TryEnter(Session, 2)!);

        _time.Advance(PollServer.Window);

        Assert.False(await waiting.Within());
    }

    [Fact]
    public async Task PostThatTheClientAborts_IsCanceled()
    {
        using var aborted = new CancellationTokenSource();
        PostTurn turn = _turns.TryEnter(Session, 2)!;
        Assert.True(await WaitAsync(turn));
        Task<bool> waiting = WaitAsync(turn, aborted.Token);

        await aborted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
    }

    [Fact]
    public void PostBeyondTheMaximum_IsRefusedUntilAnotherLeaves_AndOtherSessionsAreNot()
    {
        PostTurn first = _turns.TryEnter(Session, 2)!;
        Assert.Same(first, _turns.TryEnter(Session, 2));
        Assert.Null(_turns.TryEnter(Session, 2));
        Assert.NotNull(_turns.TryEnter(Guid.NewGuid(), 2));

        _turns.Leave(Session, first);

        Assert.NotNull(_turns.TryEnter(Session, 2));
        _turns.Leave(Session, first);
        _turns.Leave(Session, first);
        Assert.NotSame(first, _turns.TryEnter(Session, 2));
    }

    [Fact]
    public async Task PostWhileAnotherIsHandled_Answers429_AndTheFirstGoesOn()
    {
        await using PollServer server = await PollServer.StartAsync(options =>
        {
            options.LongPoll.MaxPosts = 1;
            options.MaxMailboxLength = 1;
        });
        PollClient client = await server.JoinAsync();
        server.Clock.Forget();

        // The first message occupies the channel, the second fills its mailbox, so that the POST waits.
        Task<string> first = client.PostAsync(
            """
            ["1","2","room:a","slow",{}]
            ["1","3","room:a","ack",{}]
            """);
        await server.Clock.TimerAsync(PollServer.Window);

        using HttpResponseMessage refused = await client.RequestAsync(HttpMethod.Post, new StringContent(Heartbeat));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);

        server.Log.Release.SetResult();
        Assert.Equal(Ok, await first.Within());
        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","3","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    private Task<bool> WaitAsync(PostTurn turn, CancellationToken aborted = default) =>
        turn.WaitAsync(PollServer.Window, _time, aborted).AsTask();
}
