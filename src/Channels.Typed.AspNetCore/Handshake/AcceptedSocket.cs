using Channels.Typed.AspNetCore.Versions;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>The result of a successful connect, before the upgrade.</summary>
/// <param name="Format">The version of the protocol.</param>
/// <param name="Context">The socket that the user socket has set up.</param>
/// <param name="IsCompressed">Whether permessage-deflate was negotiated.</param>
internal sealed record AcceptedSocket(WireFormat Format, SocketContext Context, bool IsCompressed);
