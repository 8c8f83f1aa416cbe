using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>Sends all clients away before the server stops (protocol section "Timeouts, heartbeat, drain, memory"): they reconnect after 1012.</summary>
/// <remarks>Phoenix counts channels, and leaves connections without any to the web server, after whose close no client comes back. Here connections count.</remarks>
internal sealed class Drainer(ConnectionRegistry connections, DrainOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Completes when no connection is left, or what was left has been dropped. Does not throw.</summary>
    /// <param name="stopNow">The host's patience: what is left when it ends is dropped.</param>
    public async Task RunAsync(CancellationToken stopNow)
    {
        long started = time.GetTimestamp();
        connections.BeginStopping();
        Log.DrainStarted(logger, connections.Count);
        int dropped = 0;
        try
        {
            await Task.Delay(options.Delay, time, stopNow);
            using var timeout = new CancellationTokenSource(options.Timeout, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopNow);
            await CloseInBatchesAsync(limit.Token);
            await connections.WhenEmptyAsync().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            dropped = Drop();
        }

        Log.DrainEnded(logger, time.GetElapsedTime(started).TotalSeconds, dropped);
    }

    private async Task CloseInBatchesAsync(CancellationToken limit)
    {
        Connection[] all = connections.BeginDraining();
        int closed = 0;
        foreach (Connection[] batch in all.Chunk(options.BatchSize))
        {
            if (closed > 0)
            {
                await Task.Delay(options.BatchInterval, time, limit);
            }

            foreach (Connection connection in batch)
            {
                connection.Transport.Close(Transports.CloseCode.ServiceRestart);
            }

            closed += batch.Length;
            Log.DrainProgress(logger, closed, all.Length);
        }
    }

    private int Drop()
    {
        // Nobody comes in from here on, even if the delay is not over.
        Connection[] left = connections.BeginDraining();
        foreach (Connection connection in left)
        {
            connection.Transport.Abort();
        }

        return left.Length;
    }
}
