using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>What the connections of one mount have in common.</summary>
internal sealed record SocketMount(SocketRoutes Routes, SocketOptions Options, ConnectionServices Services);
