using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Channels.Typed;

/// <summary>Turns handlers into streams: each enumeration subscribes, and has a buffer of its own.</summary>
internal static class SubscriptionStream
{
    /// <summary>Reads what a subscription brings, until <paramref name="end"/> completes.</summary>
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
            // Lets go of a delivery that waits for room, which would hold up the channel for ever.
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
            // Nobody reads any more.
        }
    }
}
