using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Keeps the log entries.</summary>
internal sealed class CapturedLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _entries = new();

    public IEnumerable<string> Texts => _entries.Select(static entry => entry.Text);

    public bool Has(int id) => _entries.Any(entry => entry.Id == id);

    public int Count(int id) => _entries.Count(entry => entry.Id == id);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((eventId.Id, formatter(state, exception) + exception));
}
