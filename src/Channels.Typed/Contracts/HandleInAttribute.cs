namespace Channels.Typed;

/// <summary>Marks a method of a contract as an event that clients push to the server.</summary>
/// <remarks>
/// The method takes at most one payload and then at most one <see cref="CancellationToken"/>. It returns <c>Task</c> or <c>ValueTask</c>,
/// without a result or with a payload or <see cref="Reply{TOk, TError}"/>.
/// </remarks>
/// <param name="eventName">The event's name on the wire; by default the method's name in snake_case without <c>Async</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class HandleInAttribute(string? eventName = null) : Attribute
{
    /// <summary>Gets the event's name on the wire, or <see langword="null"/> if it is derived from the method's name.</summary>
    public string? EventName { get; } = eventName;

    /// <summary>
    /// Gets or sets a value indicating whether the server sends no reply. The client's method then completes when the push is written, and
    /// the method must return <c>Task</c> or <c>ValueTask</c> without a result.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool NoReply { get; set; }
}
