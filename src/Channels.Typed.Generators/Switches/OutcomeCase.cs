namespace Channels.Typed.Generators.Switches;

/// <summary>One of the cases that a switch has to handle.</summary>
/// <param name="Name">Its name in a message.</param>
/// <param name="Pattern">The pattern that handles it and no other.</param>
/// <param name="Subject">Any value of it.</param>
internal sealed record OutcomeCase(string Name, Func<PatternWriter, string> Pattern, Subject Subject);
