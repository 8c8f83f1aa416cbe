using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

/// <summary>Requests of a session reach another server than the one that has the session.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private const string Ok = """{"status":200}""";
    private const string Gone = """{"status":410}""";
    private const string NewSession = """{"messages":[],"status":410,"token":"TOKEN"}""";
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";
    private const string Beaten = """[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""";
    private static readonly TimeSpan PubSubTimeout = TimeSpan.FromSeconds(2);

    private readonly TimerClock _clock = new();
    private readonly LinkedAdapter _hereAdapter = new();
    private readonly LinkedAdapter _thereAdapter = new();
    private PollServer _here = null!;
    private PollServer _there = null!;

    public async ValueTask InitializeAsync()
    {
        var keys = new MemoryKeys();
        LinkedAdapter.Link(_hereAdapter, _thereAdapter);
        _here = await PollServer.StartAsync(keys: keys, adapter: _hereAdapter, clock: _clock);
        _there = await PollServer.StartAsync(keys: keys, adapter: _thereAdapter, clock: _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task PostAndPoll_ThroughAnotherServer_ReachTheSession()
    {
        using PollClient client = (await _here.OpenAsync()).At(_there);
        string token = client.Token;

        await client.SendAsync("""["1","1","room:a","phx_join",{}]""", Convert.ToBase64String([0, 1, 1, 6, 3, .. "12room:aack"u8]));

        await client.ExpectAsync(
            """["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        Assert.Equal(token, client.Token);
        Assert.Equal((1, 0), (_here.Sessions, _there.Sessions));
    }

    [Fact]
    public async Task WaitingPoll_IsAnsweredThroughAnotherServer()
    {
        PollClient here = await _here.JoinAsync();
        using PollClient there = here.At(_there);
        _clock.Forget();
        Task<string> poll = there.PollAsync();
        await _clock.TimerAsync(PollServer.Window);

        await here.SendAsync(Heartbeat);

        Assert.Contains("phx_reply", await poll.Within(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyPoll_EndsWith204AtItsWindow()
    {
        using PollClient there = (await _here.OpenAsync()).At(_there);
        _clock.Forget();
        Task<string> poll = there.PollAsync();

        await _clock.RunTimerAsync(PollServer.Window);

        Assert.Equal("""{"messages":[],"status":204,"token":"TOKEN"}""", await poll.Within());
    }

    [Fact]
    public async Task MalformedMessage_Answers408_AndTheSessionEndsOnBothServers()
    {
        PollClient here = await _here.OpenAsync();
        using PollClient there = here.At(_there);

        Assert.Equal("""{"status":408}""", await there.PostAsync("[oops"));

        Assert.Equal(Gone, await here.PostAsync(Heartbeat));
        Assert.Equal(Gone, await AfterPubSubTimeout(() => there.PostAsync(Heartbeat)));
        Assert.Equal(NewSession, await AfterPubSubTimeout(() => there.PollAsync()));
        Assert.Equal(1, _there.Sessions);
    }

    [Fact]
    public async Task StoppedServer_TimesOut()
    {
        using PollClient there = (await _here.OpenAsync()).At(_there);
        await _here.StopAsync();

        Assert.Equal(Gone, await AfterPubSubTimeout(() => there.PostAsync(Heartbeat)));
        Assert.Equal(NewSession, await AfterPubSubTimeout(() => there.PollAsync()));
    }

    [Fact]
    public async Task Mount_UsesItsOwnPubSubTimeout()
    {
        using PollClient there = (await _here.OpenAsync("/patient")).At(_there);
        await _here.StopAsync();

        Assert.Equal(Gone, await AfterPubSubTimeout(() => there.PostAsync(Heartbeat), PollServer.PatientPubSubTimeout));
    }

    [Fact]
    public async Task ServerThatStopsDuringAPoll_EndsThePoll()
    {
        using PollClient there = (await _here.OpenAsync()).At(_there);
        _clock.Forget();
        Task<string> poll = there.PollAsync();
        await _clock.TimerAsync(PollServer.Window);

        await _here.StopAsync();

        Assert.Equal(NewSession, await poll.Within());
    }

    [Fact]
    public async Task ResponseThatCannotBeWritten_IsReturnedAndSentAgain()
    {
        PollClient here = await _here.JoinAsync();
        using PollClient there = here.At(_there);
        await there.SendAsync("""["1","2","room:a","ack",{}]""");

        await there.PollWithLostResponseAsync();
        await there.SendAsync("""["1","3","room:a","ack",{}]""");

        await here.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","3","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task ClientThatDisconnectedDuringAPollElsewhere_GetsEverythingWithTheNextPoll()
    {
        PollClient here = await _here.JoinAsync();
        using PollClient there = here.At(_there);
        _clock.Forget();
        using var gone = new CancellationTokenSource();
        Task<string> poll = there.PollAsync(gone.Token);
        await _clock.TimerAsync(PollServer.Window);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await _there.Network.ClientDisconnectedAsync();
        await here.SendAsync(Heartbeat);

        await here.ExpectAsync(Beaten);
    }

    [Fact]
    public async Task FailingAdapter_TimesOut()
    {
        using PollClient there = (await _here.OpenAsync()).At(_there);
        _hereAdapter.BeforePublish = Task.FromException(new InvalidOperationException("The network between the servers failed."));

        Assert.Equal(Gone, await AfterPubSubTimeout(() => there.PostAsync(Heartbeat)));
        _hereAdapter.BeforePublish = Task.CompletedTask;
        Assert.Equal(Ok, await there.PostAsync(Heartbeat));
    }

    [Fact]
    public async Task OtherKeys_SessionIsGone()
    {
        await using PollServer other = await PollServer.StartAsync();
        using PollClient client = (await _here.OpenAsync()).At(other);

        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
    }

    private async Task<string> AfterPubSubTimeout(Func<Task<string>> request, TimeSpan? timeout = null)
    {
        _clock.Forget();
        Task<string> answer = request();
        await _clock.RunTimerAsync(timeout ?? PubSubTimeout);
        return await answer.Within();
    }
}
