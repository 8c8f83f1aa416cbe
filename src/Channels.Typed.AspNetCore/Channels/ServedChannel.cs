using Channels.Typed.AspNetCore.Gate;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>A channel as a mount serves it.</summary>
/// <param name="Handler">The handler.</param>
/// <param name="Calls">What stands before it, if anything.</param>
internal sealed record ServedChannel(HandlerDescriptor Handler, CallPlan? Calls)
{
    /// <summary>Gets a value indicating whether each instance needs a scope of services.</summary>
    public bool NeedsServices { get; } = Handler.NeedsServices || Calls?.NeedsServices == true;
}
