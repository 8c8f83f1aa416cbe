namespace Channels.Typed.InteropClient.Contracts;

/// <summary>How long to be busy.</summary>
public sealed record Sleep(int Ms);
