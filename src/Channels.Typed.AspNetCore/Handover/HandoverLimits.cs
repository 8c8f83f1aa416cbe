namespace Channels.Typed.AspNetCore.Handover;

/// <summary>How long a listener that is disposed waits for the connections that were handed over.</summary>
/// <param name="EndTimeout">The limit.</param>
/// <param name="Time">The clock of the limit.</param>
/// <param name="OnLeftBehind">Called with the number of connections that have not ended in time.</param>
internal sealed record HandoverLimits(TimeSpan EndTimeout, TimeProvider Time, Action<int> OnLeftBehind);
