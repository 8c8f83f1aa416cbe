using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>A channel that allocates nothing. It compares the UTF-8 bytes of event names, as generated code does.</summary>
internal sealed class QuietChannel : IChannelHandler
{
    public static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);
    public static readonly JsonTypeInfo<Draft> DraftInfo = PayloadJson.Get<Draft>(DraftJson.Default);
    public static readonly EventName Pushed = new("pushed");

    private static readonly Note SameNote = new("same");
    private static readonly Task<Note> SameTask = Task.FromResult(SameNote);

    private ChannelContext _context = null!; // Attach comes first.

    public static HandlerDescriptor Descriptor { get; } =
        new(
            "QuietChannel",
            TopicPattern.Parse("room:{room}"),
            [],
            needsServices: false,
            static _ => new QuietChannel(),
            [new("same"), new("declared")]);

    public void Attach(ChannelContext context) => _context = context;

    public ValueTask JoinAsync(InboundCall call) => call.Reply(Task.CompletedTask);

    public ValueTask HandleInAsync(InboundCall call) => call.Event switch
    {
        var name when name.SequenceEqual("same"u8) => call.Reply(SameTask, NoteInfo),
        var name when name.SequenceEqual("ack"u8) => call.Reply(Task.CompletedTask),
        var name when name.SequenceEqual("declared"u8) =>
            call.Reply(new ValueTask<Reply<Note, Note>>(Reply<Note, Note>.FromError(SameNote)), NoteInfo, NoteInfo),
        var name when name.SequenceEqual("noreply"u8) => call.NoReply(Task.CompletedTask),
        var name when name.SequenceEqual("push"u8) => _context.SendAsync(EventScope.Push, Pushed, SameNote, NoteInfo),
        var name when name.SequenceEqual("broadcast"u8) => _context.SendAsync(EventScope.Broadcast, Pushed, SameNote, NoteInfo),
        var name when name.SequenceEqual("read"u8) => call.Reply(new ValueTask<Note>(call.Read(NoteInfo)), NoteInfo),
        var name when name.SequenceEqual("read_draft"u8) => call.Reply(new ValueTask<Draft>(call.Read(DraftInfo)), DraftInfo),
        var name when name.SequenceEqual("read_task"u8) => call.Reply(Task.FromResult(call.Read(NoteInfo)), NoteInfo),
        _ => call.UnknownEvent(),
    };

    public ValueTask HandleOutAsync(OutboundCall call) => call.Unchanged();
}
