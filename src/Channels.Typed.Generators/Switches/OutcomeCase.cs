namespace Channels.Typed.Generators.Switches;

/// <summary>One of the cases that a switch has to handle.</summary>
/// <param name="Name">The name of the case in a diagnostic.</param>
/// <param name="Pattern">Writes the pattern that handles this case and no other.</param>
/// <param name="Subject">Any value of this case.</param>
internal sealed record OutcomeCase(string Name, Func<PatternWriter, string> Pattern, Subject Subject);
