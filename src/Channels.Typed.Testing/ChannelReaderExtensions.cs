using System.Threading.Channels;

namespace Channels.Typed.Testing;

/// <summary>Reads with a timeout, so that a test fails and does not hang.</summary>
internal static class ChannelReaderExtensions
{
    public static async Task<T> ReadWithinAsync<T>(
        this ChannelReader<T> reader, TimeSpan patience, string expected, CancellationToken cancellationToken)
    {
        // The timeout cancels the read itself, so that a later item stays in the channel for the next read.
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
            throw new TimeoutException($"The test expected {expected} from the client, but nothing arrived within {patience}.", e);
        }
    }
}
