using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A typed client, written by hand like generated code.</summary>
internal sealed class RoomClient : ChannelClient
{
    private static readonly EventName Post = new("note");
    private static readonly EventName Typing = new("noreply");

    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);
    private static readonly JsonTypeInfo<Refusal> RefusalInfo = PayloadJson.Get<Refusal>(FixtureJson.Default);
    private static readonly JsonTypeInfo<Empty> EmptyInfo = PayloadJson.Get<Empty>(FixtureJson.Default);

    public RoomClient(IClientChannel channel)
        : base(channel) => Noted = new EventSource<Note>(channel, new EventName("noted"), NoteInfo);

    public EventSource<Note> Noted { get; }

    public Task<Reply<Empty, Refusal>> JoinAsync(Note note, CancellationToken cancellationToken = default) =>
        JoinCoreAsync(note, NoteInfo, EmptyInfo, RefusalInfo, null, cancellationToken);

    public Task<Reply<Note, Refusal>> JoinForNoteAsync(Note note) => JoinCoreAsync(note, NoteInfo, NoteInfo, RefusalInfo, null, default);

    public Task<Note> PostAsync(Note note, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        PushCoreAsync(Post, note, NoteInfo, NoteInfo, timeout, cancellationToken);

    public Task TypingAsync(CancellationToken cancellationToken = default) => SendCoreAsync(Typing, default, EmptyInfo, cancellationToken);

    public IDisposable OnRejoined(Action<Reply<Empty, Refusal>> handler) =>
        OnRejoinedCore(EventHandlers.FromAction(handler), EmptyInfo, RefusalInfo);

    public IDisposable OnJoined(Func<Joined<Empty>, ValueTask> handler) => OnJoinedCore(handler, EmptyInfo);
}
