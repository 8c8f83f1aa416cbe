using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Tests.Fixture;

/// <summary>A client like those that the generator writes.</summary>
internal sealed class TestClient(IClientChannel channel) : ChannelClient(channel)
{
    private static readonly EventName Post = new("post");
    private static readonly EventName Typing = new("typing");
    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(TestJson.Default);
    private static readonly JsonTypeInfo<Refused> RefusedInfo = PayloadJson.Get<Refused>(TestJson.Default);
    private static readonly JsonTypeInfo<Empty> EmptyInfo = PayloadJson.Get<Empty>(TestJson.Default);

    public Task<Reply<Note, Refused>> JoinAsync(Note payload, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        JoinCoreAsync(payload, NoteInfo, NoteInfo, RefusedInfo, timeout, cancellationToken);

    public Task<Note> JoinPlainAsync(Note payload) => JoinCoreAsync(payload, NoteInfo, NoteInfo, null, default);

    public Task<Reply<Note, Refused>> PostAsync(Note payload, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        PushCoreAsync(Post, payload, NoteInfo, NoteInfo, RefusedInfo, timeout, cancellationToken);

    public Task<Note> PostPlainAsync(Note payload) => PushCoreAsync(Post, payload, NoteInfo, NoteInfo, null, default);

    public Task<Empty> PostEmptyAsync() => PushCoreAsync(Post, default, EmptyInfo, EmptyInfo, null, default);

    public Task TypingAsync(Note payload, CancellationToken cancellationToken) =>
        SendCoreAsync(Typing, payload, NoteInfo, cancellationToken);

    public IDisposable OnRejoined(Func<Reply<Note, Refused>, ValueTask> handler) => OnRejoinedCore(handler, NoteInfo, RefusedInfo);

    public IDisposable OnRejoinedPlain(Func<Note, ValueTask> handler) => OnRejoinedCore(handler, NoteInfo);

    public IDisposable OnJoined(Func<Joined<Note>, ValueTask> handler) => OnJoinedCore(handler, NoteInfo);
}
