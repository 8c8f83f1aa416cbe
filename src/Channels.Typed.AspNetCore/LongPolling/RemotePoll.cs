using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>A poll that another server has forwarded to a session here, until that server reports whether the answer was written.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A settlement may arrive at any time; a source without a timer holds no resource.")]
internal sealed class RemotePoll
{
    private readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _released = new();

    /// <summary>Gets a token that is canceled when the other server does not wait for the answer any more, or could not write it.</summary>
    public CancellationToken Released => _released.Token;

    public void Settle(bool isDelivered)
    {
        _settled.TrySetResult(isDelivered);
        if (!isDelivered)
        {
            _ = _released.CancelAsync();
        }
    }

    /// <summary>Waits until the other server reports whether the answer was written. If it does not report in time, returns true.</summary>
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
