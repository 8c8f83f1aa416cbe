namespace Channels.Typed;

/// <summary>Marks a method of an events interface as an event that the server sends to clients.</summary>
/// <remarks>The method takes at most one payload, a JSON object or bytes, and returns <c>ValueTask</c>.</remarks>
/// <param name="eventName">The event's name on the wire; by default the method's name in snake_case without <c>Async</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class HandleOutAttribute(string? eventName = null) : Attribute
{
    /// <summary>Gets the event's name on the wire, or <see langword="null"/> if it is derived from the method's name.</summary>
    public string? EventName { get; } = eventName;

    /// <summary>
    /// Gets or sets a value indicating whether each channel intercepts broadcasts of this event before they are sent to its client. The
    /// handler then implements an interceptor, which can change the payload or drop the event for this client.
    /// </summary>
    /// <value>The default is <see langword="false"/>: broadcasts are sent directly to the connections.</value>
    public bool Intercept { get; set; }
}
