namespace Channels.Typed.Generators.Model;

/// <summary>An event that the server sends.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="BaseName">The name without <c>Async</c>.</param>
/// <param name="EventName">The name on the wire.</param>
/// <param name="Payload">The payload, or <see langword="null"/> if there is none.</param>
/// <param name="IsIntercepted">Whether handlers intercept it before it is sent to their clients.</param>
internal sealed record EventModel(string Name, string BaseName, string EventName, PayloadModel? Payload, bool IsIntercepted)
{
    public TypeRef PayloadType => Payload?.Type ?? TypeRef.Empty;
}
