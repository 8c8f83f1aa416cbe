using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.PubSub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>What every connection and channel uses; one instance for the server.</summary>
internal sealed record ConnectionServices(
    ChannelsOptions Options,
    ChannelPubSub PubSub,
    IServiceProvider Root,
    IServiceScopeFactory Scopes,
    TimeProvider Time,
    ILogger Logger,
    ServerTelemetry Telemetry) : IDisposable
{
    /// <summary>Ends the policies of rate limits, which began with the server.</summary>
    public void Dispose() => Options.RateLimits.End();
}
