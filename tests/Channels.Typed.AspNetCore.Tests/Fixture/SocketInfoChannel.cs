using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Answers a join with what the user socket left for its channels.</summary>
internal sealed class BadgeChannel : IChannelHandler
{
    private ChannelContext _context = null!; // Attach comes first.

    public static HandlerDescriptor Descriptor { get; } =
        new("BadgeChannel", TopicPattern.Parse("badge:{any}"), [], needsServices: false, static _ => new BadgeChannel());

    public void Attach(ChannelContext context) => _context = context;

    public ValueTask JoinAsync(InboundCall call)
    {
        SocketContext socket = _context.Socket;
        var note = new Note($"{socket.Id}, {socket.Assigns["tenant"]}, {socket.User.Identity?.Name}");
        return call.Reply(new ValueTask<Note>(note), PayloadJson.Get<Note>(FixtureJson.Default));
    }

    public ValueTask HandleInAsync(InboundCall call) => call.UnknownEvent();

    public ValueTask HandleOutAsync(OutboundCall call) => call.Unchanged();
}
