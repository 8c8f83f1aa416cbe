using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Hosting;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the channels to an application's health checks.</summary>
public static class ChannelsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is healthy while the server takes connections, and fails once it has begun to send its clients away. It is meant for
    /// readiness, not for liveness. Its data are the numbers of <c>connections</c> and <c>channels</c>.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What is reported while the server stops; <see cref="HealthStatus.Unhealthy"/> if not given.</param>
    /// <param name="tags">Tags to choose checks by, such as <c>ready</c>.</param>
    /// <returns>The health checks.</returns>
    /// <remarks>The check needs <c>AddChannels</c>; without it, it reports a failure.</remarks>
    public static IHealthChecksBuilder AddChannels(
        this IHealthChecksBuilder builder, string name = "channels", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null) =>
        builder.Add(new HealthCheckRegistration(
            name,
            static provider => new ChannelsHealthCheck(provider.GetRequiredService<ConnectionRegistry>(), provider.GetRequiredService<ServerTelemetry>()),
            failureStatus,
            tags));
}
