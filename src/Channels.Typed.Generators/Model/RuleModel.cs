namespace Channels.Typed.Generators.Model;

/// <summary>An attribute of a handler that says what its calls have to fulfil.</summary>
/// <param name="EventName">The event on whose method it is, <c>phx_join</c> for the join, or <see langword="null"/> if it is on the class.</param>
/// <param name="Attribute">How emitted code makes it.</param>
internal sealed record RuleModel(string? EventName, string Attribute);
