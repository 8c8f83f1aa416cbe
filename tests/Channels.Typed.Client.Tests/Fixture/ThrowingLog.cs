using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A log whose every call throws, and counts.</summary>
internal sealed class ThrowingLog : ILoggerFactory, ILogger
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw new IOException("the log is full");

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _ = Interlocked.Increment(ref _calls);
        throw new IOException("the log is full");
    }
}
