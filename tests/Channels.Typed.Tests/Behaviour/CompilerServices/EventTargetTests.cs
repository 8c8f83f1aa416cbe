using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.CompilerServices;

public sealed class EventTargetTests
{
    private static readonly EventName Noted = new("noted");

    private readonly RecordingTarget _target = new();

    [Theory]
    [InlineData(EventScope.Broadcast)]
    [InlineData(EventScope.BroadcastFrom)]
    [InlineData(EventScope.Push)]
    public async Task Payload_IsWrittenIntoTheFrame(EventScope scope)
    {
        await _target.SendAsync(scope, Noted, new Note("é"), TestJson.Default.Note);

        Assert.Equal([(scope, """[null,null,"room:a","noted",{"text":"é"}]""", """{"text":"é"}""")], _target.Sent);
    }

    [Fact]
    public async Task NoPayload_IsAnEmptyObject()
    {
        await _target.SendAsync(EventScope.Push, Noted);
        await _target.SendAsync(EventScope.Push, Noted, default, PayloadJson.Get<Empty>(TestJson.Default));

        Assert.All(_target.Sent, sent => Assert.Equal("""[null,null,"room:a","noted",{}]""", sent.Frame));
        Assert.All(_target.Sent, sent => Assert.Equal("{}", sent.Payload));
        Assert.Equal(2, _target.Sent.Count);
    }

    // Catalogue rows 91 and 92: nothing is sent.
    [Fact]
    public void Payload_ThatIsNotAnObject_IsRefused()
    {
        Refuse(7, TestJson.Default.Int32);
        Refuse("text", TestJson.Default.String);
        Refuse([1, 2], TestJson.Default.Int32Array);
        Refuse<Note>(null!, TestJson.Default.Note);
    }

    [Fact]
    public void Failure_ReturnsTheBuffer()
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        buffer.Return();
        _target.Failure = new InvalidOperationException("not joined");

        Exception? withPayload = Record.Exception(
            () => Complete(_target.SendAsync(EventScope.Push, Noted, new Note("a"), TestJson.Default.Note)));
        Exception? without = Record.Exception(() => Complete(_target.SendAsync(EventScope.Push, Noted)));

        Assert.Same(_target.Failure, withPayload);
        Assert.Same(_target.Failure, without);
        FrameBuffer again = FrameBuffer.Rent();
        Assert.Same(buffer, again);
        again.Return();
    }

    private static void Complete(ValueTask task) => Assert.True(task.IsCompletedSuccessfully);

    private void Refuse<T>(T payload, JsonTypeInfo<T> info)
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => Complete(_target.SendAsync(EventScope.Broadcast, Noted, payload, info)));

        Assert.Equal(
            $"The payload of event 'noted' ({typeof(T)}) is not a JSON object. The protocol requires one. Wrap the payload in a record.",
            e.Message);
        Assert.Empty(_target.Sent);
    }
}
