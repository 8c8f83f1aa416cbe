namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Reads the changes of a socket's state from its stream, from the moment of its making.</summary>
internal sealed class ChangeReader : IAsyncDisposable
{
    private readonly IAsyncEnumerator<SocketStateChangedEventArgs> _changes;
    private Task<bool> _next;

    public ChangeReader(ChannelSocket socket, CancellationToken cancellationToken = default)
    {
        _changes = socket.ReadStateChangesAsync(cancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        _next = _changes.MoveNextAsync().AsTask();
    }

    /// <summary>The next change; none at the end.</summary>
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
        // An enumerator that is about to move cannot be disposed.
        if (_next.IsCompleted)
        {
            await _changes.DisposeAsync();
        }
    }
}
