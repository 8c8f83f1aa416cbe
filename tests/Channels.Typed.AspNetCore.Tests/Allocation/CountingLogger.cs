using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>Counts the log entries of at least one level.</summary>
internal sealed class CountingLogger(LogLevel least) : ILogger
{
    public int Count { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Count++;
}
