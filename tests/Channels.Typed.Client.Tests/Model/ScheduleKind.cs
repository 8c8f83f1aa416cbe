namespace Channels.Typed.Client.Tests.Model;

/// <summary>The options of the client in a schedule. The seed chooses them.</summary>
internal readonly record struct ScheduleKind(PushBufferFullMode FullMode, ProtocolVersion Version, bool IsPolling)
{
    public static ScheduleKind Of(int seed) =>
        new((PushBufferFullMode)(seed % 3), seed / 3 % 2 == 0 ? ProtocolVersion.V2 : ProtocolVersion.V1, seed / 6 % 2 != 0);

    public override string ToString() => $"{FullMode}, {Version}, {(IsPolling ? "long polling" : "a transport")}";
}
