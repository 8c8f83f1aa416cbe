namespace Channels.Typed.AspNetCore.Handover;

/// <summary>Whether connections are handed over.</summary>
internal sealed record HandoverSwitch(bool IsOn);
