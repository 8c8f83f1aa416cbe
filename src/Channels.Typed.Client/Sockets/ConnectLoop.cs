using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// Connects, runs the connection, and connects again until it is stopped. A socket that is disconnected and connected again gets a new
/// loop.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The token source has no timer and no links, so it holds nothing; Stop may be called after the end.")]
internal sealed class ConnectLoop(SocketEngine engine, IClientTransportFactory transports, RequestSource requests)
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Gets the delays between attempts. Needs the socket's lock.</summary>
    public DelaySchedule Delays { get; } = engine.Settings.ReconnectSchedule();

    /// <summary>Gets a task that completes when the loop has ended; it never fails.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = BackgroundTask.Run(RunAsync);

    /// <summary>Asks the loop to end. Must not be called with the lock held, because it runs the callbacks of the token.</summary>
    public void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        while (true)
        {
            TimeSpan? delay;
            try
            {
                delay = await ConnectOnceAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // A socket that connects no more would wait forever and report nothing. So the loop goes on, whatever failed.
                delay = engine.OnLoopFailed(this, e);
            }

            if (delay is null || !await WaitAsync(delay.Value).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    // False if the loop was stopped.
    private async Task<bool> WaitAsync(TimeSpan delay)
    {
        try
        {
            await engine.Settings.TimeProvider.DelayAsync(delay, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e)
        {
            Log.ConnectLoopFailed(engine.Settings.Logger, requests.Address.Display, delay, e);
            return await WaitByTheSystemClockAsync(delay).ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitByTheSystemClockAsync(TimeSpan delay)
    {
        try
        {
            await TimeProvider.System.DelayAsync(delay, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // The delay before the next attempt; null if there is none.
    private async Task<TimeSpan?> ConnectOnceAsync()
    {
        IClientTransport transport;
        try
        {
            transport = await OpenAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return engine.OnConnectFailed(this, e);
        }

        var connection = new Connection(engine, transport);
        bool isAttached = false;
        try
        {
            isAttached = engine.Attach(this, connection);
        }
        finally
        {
            if (!isAttached)
            {
                transport.Abort();
            }
        }

        if (!isAttached)
        {
            return null;
        }

        ConnectionEnd end = await connection.RunAsync(_stop.Token).ConfigureAwait(false);
        return engine.OnConnectionEnded(this, connection, end);
    }

    private async Task<IClientTransport> OpenAsync()
    {
        using CancellationTokenSource timeout = engine.Settings.TimeProvider.CancelAfter(engine.Settings.ConnectTimeout);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            TransportRequest request = await requests.MakeAsync(attempt.Token).ConfigureAwait(false);
            return await transports.ConnectAsync(request, attempt.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"No connection was made within ConnectTimeout ({engine.Settings.ConnectTimeout}).", e);
        }
    }
}
