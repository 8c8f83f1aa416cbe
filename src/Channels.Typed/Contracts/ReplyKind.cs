namespace Channels.Typed;

/// <summary>Which of its outcomes a <see cref="Reply{TOk, TError}"/> holds.</summary>
public enum ReplyKind
{
    /// <summary>None: the reply is <c>default</c>, which is never a valid answer.</summary>
    None,

    /// <summary>Status <c>ok</c>, with the declared payload.</summary>
    Ok,

    /// <summary>Status <c>error</c>, with the declared refusal.</summary>
    Error,

    /// <summary>The server answers later, through a deferred reply; a client never sees this.</summary>
    Deferred,
}
