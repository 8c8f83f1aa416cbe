namespace Channels.Typed.Client.Tests.Chaos;

/// <summary>A network fault between client and server.</summary>
internal enum Fault
{
    /// <summary>The connections are reset.</summary>
    Cut,

    /// <summary>The server's side of the connections ends.</summary>
    HalfClose,

    /// <summary>The connections stay open, but no data passes.</summary>
    Stall,

    /// <summary>The connections are reset, and new ones too, for a while.</summary>
    Refuse,
}
