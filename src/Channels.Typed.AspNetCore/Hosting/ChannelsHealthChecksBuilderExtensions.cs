using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Hosting;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a check of the channels to an application's health checks.</summary>
public static class ChannelsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is healthy while the server accepts connections, and fails from the moment the host starts to stop. Use it for
    /// readiness, not for liveness. Its data are the numbers of <c>connections</c> and <c>channels</c>.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">
    /// The status while the server stops; <see cref="HealthStatus.Unhealthy"/> if <see langword="null"/>.
    /// </param>
    /// <param name="tags">Tags to select checks by, such as <c>ready</c>.</param>
    /// <returns>The health checks.</returns>
    /// <remarks>The check fails if <c>AddChannels</c> of the application's services was not called.</remarks>
    public static IHealthChecksBuilder AddChannels(
        this IHealthChecksBuilder builder,
        string name = "channels",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null) =>
        builder.Add(new HealthCheckRegistration(
            name,
            static provider => new ChannelsHealthCheck(
                provider.GetRequiredService<ConnectionRegistry>(), provider.GetRequiredService<ServerTelemetry>()),
            failureStatus,
            tags));
}
