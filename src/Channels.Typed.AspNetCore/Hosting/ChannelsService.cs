using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.PubSub;
using Microsoft.Extensions.Hosting;

namespace Channels.Typed.AspNetCore.Hosting;

/// <summary>Starts PubSub with the application, and drains the connections before the web server stops.</summary>
internal sealed class ChannelsService(ChannelPubSub pubSub, Drainer drainer, LongPollNode longPoll) : IHostedLifecycleService
{
    public Task StartAsync(CancellationToken cancellationToken) => pubSub.StartAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // This runs before the web server stops, which would drop the connections without a close frame, or wait for them.
    public Task StoppingAsync(CancellationToken cancellationToken) => drainer.RunAsync(cancellationToken);

    // The web server does not wait for sessions of long polling, because they have no open connection.
    public Task StopAsync(CancellationToken cancellationToken) => longPoll.WhenEndedAsync().WaitAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
