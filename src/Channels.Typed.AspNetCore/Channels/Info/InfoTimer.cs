using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>A message that is posted to its channel when it is due. Sorted by due time, and by number where the times are equal.</summary>
internal sealed class InfoTimer(InfoTimers owner, InfoMessage message, TimeSpan due, long number) : IDisposable, IComparable<InfoTimer>
{
    public InfoMessage Message { get; } = message;

    /// <summary>Gets when the message is due, by the clock of the owner.</summary>
    public TimeSpan Due { get; } = due;

    private long Number { get; } = number;

    public int CompareTo(InfoTimer? other) => other is null ? 1 : (Due, Number).CompareTo((other.Due, other.Number));

    public void Dispose() => owner.Remove(this);
}
