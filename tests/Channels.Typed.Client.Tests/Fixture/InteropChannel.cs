using System.Text;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A channel of the server, written by hand like generated code.</summary>
internal sealed class InteropChannel : IChannelHandler
{
    private static readonly EventName Noted = new("noted");
    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);
    private static readonly JsonTypeInfo<Refusal> RefusalInfo = PayloadJson.Get<Refusal>(FixtureJson.Default);

    private ChannelContext _context = null!; // Set by Attach, which is called first.

    public static HandlerDescriptor Descriptor { get; } =
        new("InteropChannel", TopicPattern.Parse("room:{room}"), [], needsServices: false, static _ => new InteropChannel());

    public void Attach(ChannelContext context) => _context = context;

    public ValueTask JoinAsync(InboundCall call) => _context.Topic == "room:full"
        ? call.Reply(Task.FromResult(Reply<Note, Refusal>.FromError(new Refusal("full"))), NoteInfo, RefusalInfo)
        : call.Reply(Task.CompletedTask);

    public ValueTask HandleInAsync(InboundCall call)
    {
        switch (Encoding.UTF8.GetString(call.Event))
        {
            case "note":
                return NoteAsync(call, call.Read(NoteInfo));
            case "noreply":
                return call.NoReply(_context.SendAsync(EventScope.Broadcast, Noted, new Note("typing"), NoteInfo).AsTask());
            default:
                return call.UnknownEvent();
        }
    }

    public ValueTask HandleOutAsync(OutboundCall call) => throw new NotSupportedException("Nothing is intercepted.");

    private ValueTask NoteAsync(InboundCall call, Note note)
    {
        switch (note.Text)
        {
            case "crash":
                throw new InvalidOperationException("as asked");
            case "stop":
                _context.Stop();
                return call.Reply(Task.FromResult(note), NoteInfo);
            case "big":
                return call.Reply(Task.FromResult(new Note(new string('x', 100_000))), NoteInfo);
            default:
                return call.Reply(PostAsync(note), NoteInfo);
        }
    }

    private async Task<Note> PostAsync(Note note)
    {
        await _context.SendAsync(EventScope.Broadcast, Noted, note, NoteInfo);
        return note;
    }
}
