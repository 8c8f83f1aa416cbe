namespace Channels.Typed.Client.Tests.Chaos;

/// <summary>What can happen between a client and a server.</summary>
internal enum Fault
{
    /// <summary>The connections are reset.</summary>
    Cut,

    /// <summary>The server's direction ends.</summary>
    HalfClose,

    /// <summary>The connections stay, but nothing passes any more.</summary>
    Stall,

    /// <summary>The connections are reset, and so are new ones for a while.</summary>
    Refuse,
}
