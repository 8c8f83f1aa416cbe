namespace Channels.Typed.Interop.Tests.Application;

/// <summary>A transport and a version of the protocol.</summary>
public enum Wire
{
    SocketV2,
    SocketV1,
    PollV2,
    PollV1,
}
