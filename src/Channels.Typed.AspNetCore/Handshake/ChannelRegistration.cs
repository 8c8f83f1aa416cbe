using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>A channel as it was added to a socket.</summary>
internal sealed record ChannelRegistration(HandlerDescriptor Handler, ChannelRules Rules);
