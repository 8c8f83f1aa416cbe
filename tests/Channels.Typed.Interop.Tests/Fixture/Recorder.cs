using System.Threading.Channels;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>What a test has been told, in order. Waiting for more is bounded, and says what came before.</summary>
internal sealed class Seen<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();
    private readonly List<T> _all = [];

    /// <summary>Everything so far, awaited or not.</summary>
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
            throw new TimeoutException($"Nothing more came within {Patience.Time.TotalSeconds} s. Before: {string.Join("; ", All)}");
        }
    }
}
