using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A typed channel whose events do what their names say. Its dispatch is written by hand in the form of generated code.</summary>
internal sealed class FixtureChannel : IChannelHandler, IHandleTerminate, IHandleInfo<Note>
{
    private static readonly EventName Noted = new("noted");
    private static readonly EventName Intercepted = new("icpt");
    private static readonly EventName Raw = new("raw");

    private static readonly JsonTypeInfo<JsonElement> Any = PayloadJson.Get<JsonElement>(FixtureJson.Default);
    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);
    private static readonly JsonTypeInfo<ReadOnlyMemory<byte>> Bytes = PayloadJson.Get<ReadOnlyMemory<byte>>(FixtureJson.Default);
    private static readonly Task<Note> CachedNote = Task.FromResult(new Note("same"));

    private readonly TaskCompletionSource _release;
    private readonly TestLog _log;
    private ChannelContext _context = null!;

    private FixtureChannel(TestLog log)
    {
        _log = log;
        _release = log.Release;
    }

    public static HandlerDescriptor Descriptor { get; } = new(
        "FixtureChannel",
        TopicPattern.Parse("room:{room}"),
        [Intercepted],
        needsServices: true,
        static services => new FixtureChannel((TestLog)services.GetService(typeof(TestLog))!),
        [new("echo"), new("note"), new("ack"), new("noreply"), new("slow"), new("later"), new("crash")]);

    public void Attach(ChannelContext context)
    {
        _context = context;
        _log.Joined = context;
    }

    public ValueTask JoinAsync(InboundCall call)
    {
        switch (_context.Topic)
        {
            case "room:error":
                return call.Reply(Task.FromResult(Reply<Note, Note>.FromError(new Note("nope"))), NoteInfo, NoteInfo);
            case "room:crash":
                throw new InvalidOperationException("join");
            case "room:never":
                return call.Reply(Task.Delay(Timeout.Infinite, call.CancellationToken));
            default:
                return call.Reply(Task.CompletedTask);
        }
    }

    public ValueTask HandleInAsync(InboundCall call)
    {
        string name = Encoding.UTF8.GetString(call.Event);
        switch (name)
        {
            case "echo":
                return call.Reply(Task.FromResult(call.Read(Any)), Any);
            case "note":
                return call.Reply(Task.FromResult(call.Read(NoteInfo)), NoteInfo);
            case "same":
                return call.Reply(CachedNote, NoteInfo);
            case "bytes":
                return call.Reply(Task.FromResult(call.Read(Bytes)), Bytes);
            case "bytes_all":
                return call.Reply(_context.SendAsync(EventScope.Broadcast, Raw, new ReadOnlyMemory<byte>([7, 8]), Bytes));
            case "bytes_me":
                return call.Reply(_context.SendAsync(EventScope.Push, Raw, new ReadOnlyMemory<byte>([7, 8]), Bytes));
            case "ack":
                return call.Reply(Task.CompletedTask);
            case "noreply":
                return call.NoReply(Task.CompletedTask);
            case "bcast":
                return call.Reply(_context.SendAsync(EventScope.Broadcast, Noted, call.Read(Any), Any));
            case "bcast_from":
                return call.Reply(_context.SendAsync(EventScope.BroadcastFrom, Noted, call.Read(Any), Any));
            case "icpt":
                return call.Reply(_context.SendAsync(EventScope.Broadcast, Intercepted, call.Read(NoteInfo), NoteInfo));
            case "slow":
                return call.Reply(_release.Task);
            case "later":
                _log.Deferred = _context.Defer(NoteInfo, NoteInfo);
                return call.Reply(Task.FromResult((Reply<Note, Note>)_log.Deferred), NoteInfo, NoteInfo);
            case "crash":
                throw new InvalidOperationException("handle_in");
            case "stop":
                _context.Stop();
                return call.Reply(Task.CompletedTask);
            case "fail":
                _context.Fail();
                return call.Reply(Task.CompletedTask);
            default:
                return call.UnknownEvent();
        }
    }

    public ValueTask HandleOutAsync(OutboundCall call)
    {
        Note note = call.Read(NoteInfo);
        return call.Push(Intercepted, new ValueTask<Note?>(note.Text == "drop" ? null : new Note(note.Text + " via out")), NoteInfo);
    }

    public ValueTask TerminateAsync(TerminateReason reason)
    {
        _log.Terminated.Writer.TryWrite(reason);
        return default;
    }

    public ValueTask HandleInfoAsync(Note message, CancellationToken cancellationToken) =>
        _context.SendAsync(EventScope.Push, Noted, message, NoteInfo);
}
