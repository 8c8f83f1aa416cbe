using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Channels.Typed;

/// <summary>Turns subscriptions into streams. Each enumeration subscribes, and has its own buffer.</summary>
internal static class SubscriptionStream
{
    /// <summary>Reads the items of a subscription until <paramref name="end"/> completes.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<Func<T, ValueTask>, IDisposable> subscribe,
        Task end,
        int capacity,
        BoundedChannelFullMode fullMode,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity)
        {
            FullMode = fullMode,
            SingleWriter = true,
            SingleReader = true,
        });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using IDisposable subscription = subscribe(item => WriteAsync(buffer.Writer, item, ended.Token));
        _ = end.ContinueWith(
            static (_, writer) => ((ChannelWriter<T>)writer!).TryComplete(),
            buffer.Writer,
            ended.Token,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            while (await buffer.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (buffer.Reader.TryRead(out T? item))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            // A delivery that waits for room in the buffer would block the channel forever.
            ended.Cancel();
        }
    }

    private static async ValueTask WriteAsync<T>(ChannelWriter<T> writer, T item, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The reader has stopped.
        }
    }
}
