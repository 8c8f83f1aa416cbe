using System.Collections.Concurrent;

namespace Chat.Server;

/// <summary>The latest messages of each room, in memory. Safe for use from several threads.</summary>
public sealed class MessageStore(TimeProvider time)
{
    private const int Kept = 100;

    private readonly ConcurrentDictionary<string, Queue<Message>> _rooms = new(StringComparer.Ordinal);

    // Starts at the current time, so that ids still rise after a restart and clients recognize messages that they have seen.
    private long _lastId = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a message to a room, and removes the oldest one if there are too many.</summary>
    public ValueTask<Message> AddAsync(string room, string nick, string body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Queue<Message> messages = _rooms.GetOrAdd(room, static _ => new Queue<Message>());
        lock (messages)
        {
            var message = new Message(Interlocked.Increment(ref _lastId), nick, body, time.GetUtcNow());
            messages.Enqueue(message);
            if (messages.Count > Kept)
            {
                messages.Dequeue();
            }

            return new(message);
        }
    }

    /// <summary>Gets a room's latest messages, oldest first.</summary>
    public ValueTask<IReadOnlyList<Message>> LatestAsync(string room, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_rooms.TryGetValue(room, out Queue<Message>? messages))
        {
            return new([]);
        }

        lock (messages)
        {
            return new(messages.ToArray());
        }
    }
}
