using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>A message that is posted to its channel when its time has come. In the order of their times, those of one time in that of their numbers.</summary>
internal sealed class InfoTimer(InfoTimers owner, InfoMessage message, TimeSpan due, long number) : IDisposable, IComparable<InfoTimer>
{
    public InfoMessage Message { get; } = message;

    /// <summary>Gets when its time has come, by the clock of its owner.</summary>
    public TimeSpan Due { get; } = due;

    private long Number { get; } = number;

    public int CompareTo(InfoTimer? other) => other is null ? 1 : (Due, Number).CompareTo((other.Due, other.Number));

    public void Dispose() => owner.Remove(this);
}
