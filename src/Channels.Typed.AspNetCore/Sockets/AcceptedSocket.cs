using Channels.Typed.AspNetCore.Formats;

namespace Channels.Typed.AspNetCore.Sockets;

/// <summary>What was agreed on with a client that may connect.</summary>
internal sealed record AcceptedSocket(WireFormat Format, SocketContext Context, bool IsCompressed);
