namespace Channels.Typed;

/// <summary>A successful join of a channel. Immutable.</summary>
/// <param name="reply">The server's reply.</param>
/// <param name="isRejoin">Whether the channel was joined before.</param>
/// <typeparam name="TOk">The type of the reply; <see cref="Empty"/> if the contract declares none.</typeparam>
public readonly struct Joined<TOk>(TOk reply, bool isRejoin)
{
    /// <summary>Gets the server's reply.</summary>
    public TOk Reply { get; } = reply;

    /// <summary>
    /// Gets a value indicating whether the client has rejoined by itself, after a lost connection or a crash of the channel. Events may
    /// have been missed. It is <see langword="false"/> for the join that the application has called.
    /// </summary>
    public bool IsRejoin { get; } = isRejoin;
}
