using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// The logger of one connection. Each entry that is written is in a scope with the connection's id. Without a written entry it costs
/// nothing: neither the scope nor the text of the id exists. Safe for use from several threads.
/// </summary>
internal sealed class ConnectionLogger(ILogger logger) : ILogger, IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string ScopeKey = "ChannelsConnectionId"; // Not ConnectionId: Kestrel has a scope of that name, with its own id.
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private const int IdLength = 13; // 64 bits, five for each digit.

    // Random at the start, so that the ids of several servers and of a server that was restarted differ.
    private static long s_last = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long)));

    private readonly long _number = Interlocked.Increment(ref s_last);
    private string? _id;

    /// <summary>Gets the id of the connection. The server makes it; nothing of it comes from the wire.</summary>
    public string Id => _id ??= string.Create(IdLength, _number, static (text, number) =>
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(number & 31)];
            number = (long)((ulong)number >> 5);
        }
    });

    public int Count => 1;

    public KeyValuePair<string, object?> this[int index] =>
        index == 0 ? new(ScopeKey, Id) : throw new ArgumentOutOfRangeException(nameof(index));

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logger.IsEnabled(logLevel))
        {
            using (logger.BeginScope<IReadOnlyList<KeyValuePair<string, object?>>>(this))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the scope as loggers write it that do not read its values.</summary>
    public override string ToString() => $"{ScopeKey}:{Id}";
}
