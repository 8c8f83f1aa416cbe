namespace Channels.Typed;

/// <summary>Where a client's channel is in its life; the words are those of the official Phoenix client.</summary>
public enum ChannelState
{
    /// <summary>Not joined, and nothing is under way.</summary>
    Closed,

    /// <summary>A join is under way.</summary>
    Joining,

    /// <summary>Joined: pushes are sent at once.</summary>
    Joined,

    /// <summary>The join failed, the channel crashed or the connection was lost; the client joins again by itself.</summary>
    Errored,

    /// <summary>A leave is under way.</summary>
    Leaving,
}
