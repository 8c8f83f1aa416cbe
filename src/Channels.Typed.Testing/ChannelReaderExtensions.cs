using System.Threading.Channels;

namespace Channels.Typed.Testing;

/// <summary>Waits that fail a test instead of hanging it.</summary>
internal static class ChannelReaderExtensions
{
    public static async Task<T> ReadWithinAsync<T>(this ChannelReader<T> reader, TimeSpan patience, string expected, CancellationToken cancellationToken)
    {
        // Reading is given up, not only the waiting: what comes later is for the next reader.
#if NET
        using var timeout = new CancellationTokenSource(patience, TimeProvider.System);
#else
        using CancellationTokenSource timeout = TimeProvider.System.CreateCancellationTokenSource(patience);
#endif
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Of the client, {expected} was expected, and nothing came within {patience}.", e);
        }
    }
}
