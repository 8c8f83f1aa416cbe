using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Replies to a join with the id, an assign and the user of its socket.</summary>
internal sealed class SocketInfoChannel : IChannelHandler
{
    private ChannelContext _context = null!; // Attach comes first.

    public static HandlerDescriptor Descriptor { get; } =
        new("SocketInfoChannel", TopicPattern.Parse("socket:{any}"), [], needsServices: false, static _ => new SocketInfoChannel());

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
