namespace Channels.Typed.InteropServer.Cases;

/// <summary>A declared refusal.</summary>
/// <param name="Reason">The reason.</param>
public sealed record CaseRefused(string Reason);
