namespace Channels.Typed.Generators.Model;

/// <summary>An authorization, rate limit or filter attribute of a handler.</summary>
/// <param name="EventName">
/// The event of the method that has the attribute, <c>phx_join</c> for the join; <see langword="null"/> if the class has it.
/// </param>
/// <param name="Attribute">The expression that creates the attribute.</param>
internal sealed record RuleModel(string? EventName, string Attribute);
