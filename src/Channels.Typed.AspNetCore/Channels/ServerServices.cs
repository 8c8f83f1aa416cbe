using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.PubSub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>What all connections and channels of a server use. One instance for each host.</summary>
internal sealed record ServerServices(
    ChannelsOptions Options,
    ChannelPubSub PubSub,
    IServiceProvider Root,
    IServiceScopeFactory Scopes,
    TimeProvider Time,
    ILogger Logger,
    ServerTelemetry Telemetry) : IDisposable
{
    /// <summary>Disposes the rate limiters of the policies, which live as long as the server.</summary>
    public void Dispose() => Options.RateLimits.End();
}
