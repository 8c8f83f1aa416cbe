namespace Channels.Typed.AspNetCore.Sockets;

/// <summary>How frames are written (protocol section "Wire format").</summary>
internal enum SerializerVersion
{
    V1 = 1,
    V2 = 2,
}
