using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>A channel that was added to a <see cref="SocketBuilder"/>, with the rules for its calls.</summary>
internal sealed record ChannelRegistration(HandlerDescriptor Handler, ChannelRules Rules);
