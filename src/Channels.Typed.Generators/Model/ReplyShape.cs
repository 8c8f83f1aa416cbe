namespace Channels.Typed.Generators.Model;

/// <summary>What kind of reply a contract's method has.</summary>
internal enum ReplyShape
{
    /// <summary>An empty payload.</summary>
    Empty,

    /// <summary>A payload. An error reply is an exception in the client.</summary>
    Value,

    /// <summary>A <c>Reply&lt;TOk, TError&gt;</c>: an ok payload or an error payload.</summary>
    Reply,

    /// <summary>No reply is sent.</summary>
    None,
}
