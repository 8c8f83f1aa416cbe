namespace Channels.Typed;

/// <summary>Marks the method of a contract that is called when a client joins the topic (<c>phx_join</c>).</summary>
/// <remarks>
/// The method takes at most one payload and a <see cref="CancellationToken"/>, and returns <c>Task</c> or <c>ValueTask</c> of
/// <see cref="Reply{TOk, TError}"/>, of a payload, or of nothing.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class JoinAttribute : Attribute;
