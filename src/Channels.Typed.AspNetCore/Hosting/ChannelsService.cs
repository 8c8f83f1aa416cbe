using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.PubSub;
using Microsoft.Extensions.Hosting;

namespace Channels.Typed.AspNetCore.Hosting;

/// <summary>Starts PubSub with the application, and sends the clients away before the server stops.</summary>
internal sealed class ChannelsService(ChannelPubSub pubSub, Drainer drainer, LongPollNode longPoll) : IHostedLifecycleService
{
    public Task StartAsync(CancellationToken cancellationToken) => pubSub.StartAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before the web server stops: it would cut the connections without a word, or wait for them.
    public Task StoppingAsync(CancellationToken cancellationToken) => drainer.RunAsync(cancellationToken);

    // Sessions of long polling have no connection that the web server would wait for.
    public Task StopAsync(CancellationToken cancellationToken) => longPoll.WhenEndedAsync().WaitAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
