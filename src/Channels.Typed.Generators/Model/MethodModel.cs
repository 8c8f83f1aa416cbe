namespace Channels.Typed.Generators.Model;

/// <summary>A join or an event that clients push.</summary>
/// <param name="Interface">The interface that declares it, which may be a base of the contract.</param>
/// <param name="Name">The method's name.</param>
/// <param name="BaseName">The name without <c>Async</c>. Generated names are derived from it.</param>
/// <param name="EventName">The name on the wire.</param>
/// <param name="Payload">The payload, or <see langword="null"/> if the method takes none.</param>
/// <param name="TokenName">The cancellation token's name, or <see langword="null"/> if the method takes none.</param>
/// <param name="IsTokenOptional">Whether the token has a default value.</param>
/// <param name="Shape">What kind of reply it has.</param>
/// <param name="Ok">The payload of an ok reply.</param>
/// <param name="Error">The payload of an error reply. Not null only for <see cref="ReplyShape.Reply"/>.</param>
/// <param name="IsValueTask">Whether it returns a <c>ValueTask</c> rather than a <c>Task</c>.</param>
/// <param name="ReturnType">The full return type.</param>
internal sealed record MethodModel(
    string Interface,
    string Name,
    string BaseName,
    string EventName,
    PayloadModel? Payload,
    string? TokenName,
    bool IsTokenOptional,
    ReplyShape Shape,
    TypeRef Ok,
    TypeRef? Error,
    bool IsValueTask,
    string ReturnType);
