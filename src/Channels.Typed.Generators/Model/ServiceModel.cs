namespace Channels.Typed.Generators.Model;

/// <summary>A parameter of a handler's constructor, resolved from the channel's services.</summary>
/// <param name="Type">The service's type.</param>
/// <param name="Key">The literal key of a keyed service, or <see langword="null"/>.</param>
/// <param name="Default">The literal to use if the service is not registered; <see langword="null"/> if it is required.</param>
internal sealed record ServiceModel(TypeRef Type, string? Key, string? Default);
