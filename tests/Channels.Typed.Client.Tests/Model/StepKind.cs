namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// What can happen to a client. A step that has no meaning in the current state does nothing, so any subset of the steps of a schedule
/// is a schedule too.
/// </summary>
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
