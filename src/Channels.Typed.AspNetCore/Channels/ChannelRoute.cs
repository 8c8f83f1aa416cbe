using Channels.Typed.AspNetCore.Gate;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// A channel of a mount: the handler that serves its topics, and what is checked before the handler is called. Immutable.
/// </summary>
/// <param name="Handler">The handler.</param>
/// <param name="Gate">The checks before each call; null if there are none.</param>
internal sealed record ChannelRoute(HandlerDescriptor Handler, CallPlan? Gate)
{
    /// <summary>Gets a value indicating whether each channel needs its own scope of services.</summary>
    public bool NeedsServices { get; } = Handler.NeedsServices || Gate?.NeedsServices == true;
}
