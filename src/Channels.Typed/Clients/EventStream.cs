using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Channels.Typed;

/// <summary>The events of a channel, or the changes of its state, as a stream with its own buffer.</summary>
/// <remarks>
/// The stream receives from the call that returned it, so it can be made before the join. It ends when the channel ends. It is read once:
/// for a second loop, make a second stream. The end of the loop disposes it. The caller disposes a stream that it does not read; with
/// <see cref="BoundedChannelFullMode.Wait"/> it would fill its buffer and then hold up the channel. Safe for use from several threads.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class EventStream<T> : IAsyncEnumerable<T>, IDisposable, IEventStream
{
    private readonly Channel<T> _buffer;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _disposed = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly IDisposable _subscription;
    private int _isRead;
    private int _isDisposed;

    internal EventStream(
        Func<Func<T, ValueTask>, IDisposable> subscribe,
        Task closed,
        int capacity,
        BoundedChannelFullMode fullMode,
        CancellationToken cancellationToken)
    {
        _buffer = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { FullMode = fullMode, SingleReader = true });
        _cancellationToken = cancellationToken;
        _subscription = subscribe(WriteAsync);
        _ = closed.ContinueWith(
            static (_, stream) => ((IEventStream)stream!).End(),
            this,
            _disposed.Token,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _registration = cancellationToken.Register(static stream => ((EventStream<T>)stream!).Dispose(), this);
    }

    /// <summary>Reads the stream.</summary>
    /// <param name="cancellationToken">Ends the stream. The call that waits throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>The enumerator. Disposing it disposes the stream.</returns>
    /// <exception cref="InvalidOperationException">The stream was read already.</exception>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRead, 1) != 0)
        {
            throw new InvalidOperationException("The stream was read already. Call the method that returned it again for another stream.");
        }

        return new Enumerator(this, ReadAsync(_cancellationToken).GetAsyncEnumerator(cancellationToken));
    }

    /// <summary>Ends the subscription. Items that are in the buffer can still be read.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _subscription.Dispose();
            _ = _buffer.Writer.TryComplete();
            _registration.Dispose();
            _disposed.Cancel(); // Not disposed: it holds no timer, and the continuation of the end of the channel may use its token.
        }
    }

    /// <inheritdoc/>
    void IEventStream.End() => _ = _buffer.Writer.TryComplete();

    /// <summary>Stores an item. The delegate of this method is recognized as the handler of a stream.</summary>
    internal ValueTask WriteAsync(T item) => _buffer.Writer.TryWrite(item) ? default : WaitAndWriteAsync(item);

    /// <summary>As <see cref="WriteAsync"/>, for events without payload.</summary>
    internal ValueTask WriteDefaultAsync() => WriteAsync(default!);

    private async ValueTask WaitAndWriteAsync(T item)
    {
        try
        {
            await _buffer.Writer.WriteAsync(item, _disposed.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The stream has ended.
        }
    }

    private async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await _buffer.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_buffer.Reader.TryRead(out T? item))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            Dispose();
        }
    }

    // An iterator runs no code if it is disposed before the first MoveNextAsync, and the stream has to be disposed then too.
    private sealed class Enumerator(EventStream<T> stream, IAsyncEnumerator<T> items) : IAsyncEnumerator<T>
    {
        public T Current => items.Current;

        public ValueTask<bool> MoveNextAsync() => items.MoveNextAsync();

        public ValueTask DisposeAsync()
        {
            stream.Dispose();
            return items.DisposeAsync();
        }
    }
}
