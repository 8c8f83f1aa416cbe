using Channels.Typed.AspNetCore.Versions;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>What was agreed on with a client that may connect.</summary>
internal sealed record AcceptedSocket(WireFormat Format, SocketContext Context, bool IsCompressed);
