using System.Threading.Channels;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>
/// Items in the order in which they were added. A wait for the next one has a limit; a timeout shows the items until then. Thread-safe.
/// </summary>
internal sealed class Recorder<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();
    private readonly List<T> _all = [];

    /// <summary>All items until now, also those that no call of <see cref="NextAsync"/> has returned yet.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public void Add(T item)
    {
        lock (_all)
        {
            _all.Add(item);
        }

        _items.Writer.TryWrite(item);
    }

    public async Task<T> NextAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        try
        {
            return await _items.Reader.ReadAsync(guard.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No further item within {Patience.Time.TotalSeconds} s. Before: {string.Join("; ", All)}");
        }
    }
}
