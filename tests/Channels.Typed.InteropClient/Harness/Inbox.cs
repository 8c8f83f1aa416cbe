using System.Threading.Channels;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>The events that a handler received, in order.</summary>
internal sealed class Inbox<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    public Inbox(Func<Action<T>, IDisposable> subscribe) => _ = subscribe(item => _items.Writer.TryWrite(item));

    public async Task<T> NextAsync() =>
        await _items.Reader.ReadAsync().AsTask().WithinAsync($"an event ({typeof(T).Name})").ConfigureAwait(false);

    public async Task<List<T>> NextAsync(int count)
    {
        var items = new List<T>();
        while (items.Count < count)
        {
            items.Add(await NextAsync().ConfigureAwait(false));
        }

        return items;
    }

    /// <summary>Checks that no event has arrived. Only useful after something that the server sent later has arrived.</summary>
    public void IsEmpty() => Expect.True(!_items.Reader.TryRead(out T? item), $"unexpected event: {item}");
}
