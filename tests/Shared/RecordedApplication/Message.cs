namespace Channels.Typed.InteropClient.Contracts;

/// <summary>Something said; the number is for checks of order.</summary>
public sealed record Message(string Text, int Number = 0);
