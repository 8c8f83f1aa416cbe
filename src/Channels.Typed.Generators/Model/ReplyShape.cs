namespace Channels.Typed.Generators.Model;

/// <summary>What a contract's method answers.</summary>
internal enum ReplyShape
{
    /// <summary>An empty payload.</summary>
    Empty,

    /// <summary>A payload; refusals surface as exceptions at the client.</summary>
    Value,

    /// <summary>One of two declared outcomes.</summary>
    Reply,

    /// <summary>Nothing: no reply is sent.</summary>
    None,
}
