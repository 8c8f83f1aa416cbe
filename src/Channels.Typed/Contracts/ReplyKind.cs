namespace Channels.Typed;

/// <summary>The outcome that a <see cref="Reply{TOk, TError}"/> holds.</summary>
public enum ReplyKind
{
    /// <summary>No outcome: the reply is <c>default</c>, which is not a valid reply.</summary>
    None,

    /// <summary>A reply with status <c>ok</c> and the declared payload.</summary>
    Ok,

    /// <summary>A reply with status <c>error</c> and the declared payload.</summary>
    Error,

    /// <summary>The server replies later, with a deferred reply. Clients never get this value.</summary>
    Deferred,
}
