using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>
/// A channel whose methods never use the token <see cref="ChannelContext.Ended"/>, so that a test is the first to use it.
/// </summary>
internal sealed class TokenlessChannel(HeldPush push) : IChannelHandler, IHandleInfo<string>
{
    private ChannelContext _context = null!;

    public static HandlerDescriptor Descriptor { get; } = new(
        "TokenlessChannel",
        TopicPattern.Parse("tokenless:{rest}"),
        [],
        needsServices: true,
        static services => new TokenlessChannel(services.GetRequiredService<HeldPush>()));

    public void Attach(ChannelContext context) => _context = context;

    public ValueTask JoinAsync(InboundCall call) => call.Reply(Task.CompletedTask);

    public ValueTask HandleInAsync(InboundCall call)
    {
        push.Entered.TrySetResult(_context);
        return call.Reply(push.Release.Task);
    }

    public ValueTask HandleOutAsync(OutboundCall call) => default;

    public ValueTask HandleInfoAsync(string message, CancellationToken cancellationToken) => default;
}
