using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>A poll that came through another server, until that one says how it ended.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A settlement may arrive at any time; without a timer the source holds nothing.")]
internal sealed class RemotePoll
{
    private readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _released = new();

    /// <summary>Cancelled when nobody waits for the answer any more.</summary>
    public CancellationToken Released => _released.Token;

    public void Settle(bool isDelivered)
    {
        _settled.TrySetResult(isDelivered);
        if (!isDelivered)
        {
            _ = _released.CancelAsync();
        }
    }

    /// <summary>Whether the answer has gone out; true when nobody says.</summary>
    public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time)
    {
        try
        {
            return await _settled.Task.WaitAsync(timeout, time);
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
