using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Channels.Typed.AspNetCore.Hosting;

/// <summary>
/// Healthy while the server accepts connections. Fails from the moment the host starts to stop, so that a load balancer sends no new
/// clients.
/// </summary>
internal sealed class ChannelsHealthCheck(ConnectionRegistry connections, ServerTelemetry telemetry) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["connections"] = connections.Count,
            ["channels"] = telemetry.ChannelCount,
        };
        return Task.FromResult(connections.IsStopping
            ? new HealthCheckResult(context.Registration.FailureStatus, "The server is stopping.", exception: null, data)
            : HealthCheckResult.Healthy("The server accepts connections.", data));
    }
}
