using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The turn of one session's POSTs.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without a wait handle the semaphore holds no resource.")]
internal sealed class PostTurn
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Gets or sets the number of POSTs that have the turn or wait for it. <see cref="PostTurns"/> guards it.</summary>
    public int Count { get; set; }

    /// <summary>Waits for the turn.</summary>
    /// <returns>False if it did not come within the window.</returns>
    /// <exception cref="OperationCanceledException">The client has aborted its request.</exception>
    public async ValueTask<bool> WaitAsync(TimeSpan window, TimeProvider time, CancellationToken aborted)
    {
        if (_turn.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var end = new CancellationTokenSource(window, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, aborted);
        try
        {
            await _turn.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Ends the turn.</summary>
    public void Release() => _turn.Release();
}
