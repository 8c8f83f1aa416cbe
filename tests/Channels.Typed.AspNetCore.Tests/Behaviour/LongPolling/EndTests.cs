using System.Net;
using Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Channels.Typed.AspNetCore.Tests.LongPolling;

public sealed class EndTests
{
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";

    [Fact]
    public async Task Disconnect_ById_EndsTheSession()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient ann = await server.OpenAsync(query: "vsn=2.0.0&user=ann");
        PollClient bob = await server.OpenAsync(query: "vsn=2.0.0&user=bob");

        await server.Channels.DisconnectAsync("user:ann");

        Assert.Equal("""{"status":410}""", await ann.PostAsync(Heartbeat));
        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await ann.PollAsync());
        await bob.SendAsync(Heartbeat);
    }

    [Fact]
    public async Task Disconnect_AnswersTheWaitingPollWithANewSession()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync(query: "vsn=2.0.0&user=ann");
        string old = client.Token;
        server.Clock.Forget();
        Task<string> poll = client.PollAsync();
        await server.Clock.TimerAsync(PollServer.Window);

        await server.Channels.DisconnectAsync("user:ann");

        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await poll.Within());
        Assert.NotEqual(old, client.Token);
    }

    [Fact]
    public async Task Stop_AnswersTheWaitingPoll_EndsChannels_AndBeginsNothingNew()
    {
        var hold = new Hold();
        await using PollServer server = await PollServer.StartAsync(build: services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(hold)));
        PollClient client = await server.JoinAsync();
        string token = client.Token;
        server.Clock.Forget();
        Task<string> poll = client.PollAsync();
        await server.Clock.TimerAsync(PollServer.Window);

        Task stopped = server.StopAsync();

        // The client opens a new session on this, and is led to another server.
        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await poll.Within());
        Assert.Equal(token, client.Token);
        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().AsTask().Within());
        using HttpResponseMessage fresh = await server.Client().RequestAsync(HttpMethod.Get);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, fresh.StatusCode);
        hold.Release.SetResult();
        await stopped.Within();
        Assert.Equal(0, server.Sessions);
    }

    /// <summary>Registered first and so stopped last: holds a stop up, after the channels have been told and before the web server is.</summary>
    private sealed class Hold : IHostedLifecycleService
    {
        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Release.Task;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
