namespace Channels.Typed;

/// <summary>The state of a client's channel. The names are those of the official Phoenix client.</summary>
public enum ChannelState
{
    /// <summary>The channel is not joined, and does not join by itself.</summary>
    Closed,

    /// <summary>The client has sent a join, or is about to, and waits for the reply.</summary>
    Joining,

    /// <summary>The channel is joined. Pushes are sent immediately.</summary>
    Joined,

    /// <summary>The join failed, the channel crashed, or the connection was lost. The client rejoins by itself.</summary>
    Errored,

    /// <summary>The client has sent a leave, and waits for the reply.</summary>
    Leaving,
}
