namespace Channels.Typed;

/// <summary>Marks the method of a contract that is called when a client joins the topic (<c>phx_join</c>).</summary>
/// <remarks>
/// The method takes at most one payload and then at most one <see cref="CancellationToken"/>. It returns <c>Task</c> or <c>ValueTask</c>,
/// without a result or with a payload or <see cref="Reply{TOk, TError}"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class JoinAttribute : Attribute;
