namespace Channels.Typed.Client;

/// <summary>The versions of the wire format.</summary>
public enum ProtocolVersion
{
    /// <summary>Version 1.0.0: messages are JSON objects. For servers without version 2.0.0. Binary payloads are not supported.</summary>
    V1 = 1,

    /// <summary>Version 2.0.0: messages are JSON arrays, or binary.</summary>
    V2 = 2,
}
