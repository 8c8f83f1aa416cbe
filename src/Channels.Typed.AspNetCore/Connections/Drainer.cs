using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>
/// Disconnects all clients before the server stops (protocol section "Timeouts, heartbeat, drain, memory"). They reconnect after close code
/// 1012.
/// </summary>
/// <remarks>
/// Phoenix drains channels, and leaves connections without channels to the web server; clients do not reconnect after its close. This
/// server drains connections.
/// </remarks>
internal sealed class Drainer(ConnectionRegistry connections, DrainOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Completes when all connections have ended or were dropped. Does not throw.</summary>
    /// <param name="stopNow">Canceled when the host stops waiting. Then the remaining connections are dropped.</param>
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
        // From here on the server refuses new clients, even if the delay is not over.
        Connection[] left = connections.BeginDraining();
        foreach (Connection connection in left)
        {
            connection.Transport.Abort();
        }

        return left.Length;
    }
}
