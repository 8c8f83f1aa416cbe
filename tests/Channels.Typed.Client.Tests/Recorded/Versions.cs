namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>The protocol version in the name of a recording.</summary>
internal static class Versions
{
    public static ProtocolVersion Of(string recording) =>
        recording.EndsWith(".v1", StringComparison.Ordinal) ? ProtocolVersion.V1 : ProtocolVersion.V2;
}
