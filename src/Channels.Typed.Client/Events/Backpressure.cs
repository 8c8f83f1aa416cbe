namespace Channels.Typed.Client.Events;

/// <summary>
/// Whether the reader of a connection has to wait before it reads the next message, because the event queue of a channel is full. It is
/// passed up from the channel to the reader, and costs no allocation.
/// </summary>
internal readonly struct Backpressure(EventPump fullPump)
{
    private readonly EventPump? _fullPump = fullPump;

    /// <summary>Gets the value that says: read on.</summary>
    public static Backpressure None => default;

    public bool MustWait => _fullPump is not null;

    /// <summary>Waits until the full queue has room. To be called once, and only if <see cref="MustWait"/>.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _fullPump!.WaitForRoomAsync(cancellationToken);
}
