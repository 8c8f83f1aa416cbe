namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Reads the state changes of a socket from its stream, starting when the reader is created.</summary>
internal sealed class ChangeReader : IAsyncDisposable
{
    private readonly IAsyncEnumerator<SocketStateChangedEventArgs> _changes;
    private Task<bool> _next;

    public ChangeReader(ChannelSocket socket, CancellationToken cancellationToken = default)
    {
        _changes = socket.ReadStateChangesAsync(cancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        _next = _changes.MoveNextAsync().AsTask();
    }

    /// <summary>Returns the next change, or <see langword="null"/> at the end.</summary>
    public async Task<SocketStateChangedEventArgs?> NextAsync()
    {
        if (!await _next.Within())
        {
            return null;
        }

        SocketStateChangedEventArgs change = _changes.Current;
        _next = _changes.MoveNextAsync().AsTask();
        return change;
    }

    public async ValueTask DisposeAsync()
    {
        // An enumerator cannot be disposed while MoveNextAsync is running.
        if (_next.IsCompleted)
        {
            await _changes.DisposeAsync();
        }
    }
}
