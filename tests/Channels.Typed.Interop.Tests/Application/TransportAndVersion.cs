namespace Channels.Typed.Interop.Tests.Application;

/// <summary>A transport and a version of the protocol.</summary>
public enum TransportAndVersion
{
    SocketV2,
    SocketV1,
    PollV2,
    PollV1,
}
