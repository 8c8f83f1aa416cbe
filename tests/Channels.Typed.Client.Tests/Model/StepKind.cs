namespace Channels.Typed.Client.Tests.Model;

/// <summary>What can happen to a client. A step that means nothing at the time does nothing, so that any part of a schedule is a schedule.</summary>
internal enum StepKind
{
    Connect,
    Accept,
    Refuse,
    Drop,
    ServerClose,
    Silence,
    KeepAlive,
    Hold,
    Release,
    Reply,
    ReplyLate,
    Event,
    Crash,
    Close,
    Push,
    Send,
    Cancel,
    Join,
    Leave,
    Disconnect,
    DisposeChannel,
    DisposeSocket,
    RunTimer,
    PassTime,
}
