namespace Channels.Typed.AspNetCore.Channels.Lifecycle;

/// <summary>What the end of a channel sends and calls, in the order of the properties.</summary>
/// <param name="RepliesOk">Whether the leave is answered with <c>ok</c>.</param>
/// <param name="SendsClose">Whether <c>phx_close</c> is sent.</param>
/// <param name="Terminate">The reason that <see cref="IHandleTerminate"/> is called with; null if it is not called.</param>
/// <param name="SendsError">Whether <c>phx_error</c> is sent, unless <c>phx_close</c> has been sent before.</param>
internal readonly record struct EndEffects(bool RepliesOk, bool SendsClose, TerminateReason? Terminate, bool SendsError);
