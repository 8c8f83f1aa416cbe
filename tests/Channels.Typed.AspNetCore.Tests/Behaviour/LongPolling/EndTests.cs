using System.Net;
using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class EndTests
{
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";

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
    public async Task Stop_AnswersTheWaitingPoll_EndsChannels_AndRefusesNewSessions()
    {
        var delay = new StopDelay();
        await using PollServer server = await PollServer.StartAsync(
            build: services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(delay)));
        PollClient client = await server.JoinAsync();
        string token = client.Token;
        server.Clock.Forget();
        Task<string> poll = client.PollAsync();
        await server.Clock.TimerAsync(PollServer.Window);

        Task stopped = server.StopAsync();

        // After this response the client opens a new session, and a load balancer sends it to another server.
        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await poll.Within());
        Assert.Equal(token, client.Token);
        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().AsTask().Within());
        using HttpResponseMessage fresh = await server.Client().RequestAsync(HttpMethod.Get);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, fresh.StatusCode);
        delay.Release.SetResult();
        await stopped.Within();
        Assert.Equal(0, server.Sessions);
    }

    /// <summary>
    /// Registered first, so it is stopped last. It delays a stop after the channels have ended and before the web server stops.
    /// </summary>
    private sealed class StopDelay : IHostedLifecycleService
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
