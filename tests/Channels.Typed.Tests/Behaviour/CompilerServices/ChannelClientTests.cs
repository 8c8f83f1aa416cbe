using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.CompilerServices;

public sealed class ChannelClientTests : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly FakeClientChannel _channel = new();
    private readonly TestClient _client;

    public ChannelClientTests() => _client = new TestClient(_channel);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Join_SendsItsPayloadAndReadsTheReply()
    {
        using var cancellation = new CancellationTokenSource();
        _channel.Answer = FakeClientChannel.Reply("ok", """{"text":"hello"}""");

        Reply<Note, Refused> reply = await _client.JoinAsync(new Note("me"), Timeout, cancellation.Token);

        Assert.Equal(new Note("hello"), reply.Value);
        Assert.Equal(["""join phx_join {"text":"me"}"""], _channel.Calls);
        Assert.Equal(Timeout, _channel.LastTimeout);
        Assert.Equal(cancellation.Token, _channel.LastToken);
    }

    [Fact]
    public async Task Push_SendsItsPayloadAndReadsTheReply()
    {
        using var cancellation = new CancellationTokenSource();
        _channel.Answer = FakeClientChannel.Reply("error", """{"reason":"muted"}""");

        Reply<Note, Refused> reply = await _client.PostAsync(new Note("a"), Timeout, cancellation.Token);

        Assert.Equal(new Refused("muted"), reply.Error);
        Assert.Equal(["""push post {"text":"a"}"""], _channel.Calls);
        Assert.Equal(Timeout, _channel.LastTimeout);
        Assert.Equal(cancellation.Token, _channel.LastToken);
    }

    [Fact]
    public async Task PushAndJoinWithoutDeclaredError_ReturnTheOkPayload()
    {
        _channel.Answer = FakeClientChannel.Reply("ok", """{"text":"b"}""");

        Assert.Equal(new Note("b"), await _client.PostPlainAsync(new Note("a")));
        Assert.Equal(new Note("b"), await _client.JoinPlainAsync(new Note("a")));
        Assert.Null(_channel.LastTimeout);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"more":[1]}""")]
    public async Task EmptyPayload_IsSentAsAnEmptyObject_AndReadFromAnyJson(string response)
    {
        _channel.Answer = FakeClientChannel.Reply("ok", response);

        Assert.Equal(default, await _client.PostEmptyAsync());
        Assert.Equal(["push post {}"], _channel.Calls);
    }

    [Fact]
    public async Task Send_DoesNotReadAReply()
    {
        using var cancellation = new CancellationTokenSource();
        _channel.Answer = FakeClientChannel.Reply("error", """{"reason":"never read"}""");

        await _client.TypingAsync(new Note("a"), cancellation.Token);

        Assert.Equal(["""send typing {"text":"a"}"""], _channel.Calls);
        Assert.Equal(cancellation.Token, _channel.LastToken);
    }

    [Fact]
    public async Task StateClosedLeaveAndDispose_AreThoseOfTheChannel()
    {
        using var cancellation = new CancellationTokenSource();
        _channel.State = ChannelState.Errored;
        Assert.Equal(ChannelState.Errored, _client.State);
        Assert.False(_client.Closed.IsCompleted);

        await _client.LeaveAsync(cancellation.Token);
        Assert.Equal(cancellation.Token, _channel.LastToken);
        _channel.Close();
        await _client.Closed.Within();
        await _client.DisposeAsync();

        Assert.Equal(["leave", "dispose"], _channel.Calls);
    }

    [Fact]
    public async Task OnRejoined_GetsTheDeclaredReply()
    {
        var received = new List<string>();
        IDisposable subscription = _client.OnRejoined(reply =>
        {
            received.Add(reply.Match(ok => "ok " + ok.Text, error => "error " + error.Reason));
            return default;
        });

        await _channel.RejoinAsync(FakeClientChannel.Reply("ok", """{"text":"a"}"""));
        await _channel.RejoinAsync(FakeClientChannel.Reply("error", """{"reason":"banned"}"""));
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(
            () => _channel.RejoinAsync(FakeClientChannel.Reply("error", """{"reason":"join crashed"}""")));
        subscription.Dispose();

        Assert.Equal(["ok a", "error banned"], received);
        Assert.Equal(ChannelErrorReason.JoinCrashed, e.Reason);
        Assert.Equal(0, _channel.Subscriptions);
    }

    [Fact]
    public async Task OnRejoinedWithoutDeclaredError_GetsOkPayloadsOnly()
    {
        var received = new List<Note>();
        using IDisposable subscription = _client.OnRejoinedPlain(note =>
        {
            received.Add(note);
            return default;
        });

        await _channel.RejoinAsync(FakeClientChannel.Reply("ok", """{"text":"a"}"""));
        PushRejectedException e = await Assert.ThrowsAsync<PushRejectedException>(
            () => _channel.RejoinAsync(FakeClientChannel.Reply("error", """{"reason":"banned"}""")));

        Assert.Equal([new Note("a")], received);
        Assert.Equal("phx_join", e.EventName);
    }

    [Fact]
    public async Task OnJoined_GetsTheReadReplyAndWhetherItIsARejoin()
    {
        var received = new List<string>();
        IDisposable subscription = _client.OnJoined(joined =>
        {
            received.Add($"{joined.Reply.Text} {joined.IsRejoin}");
            return default;
        });

        await _channel.JoinedAsync(FakeClientChannel.Reply("ok", """{"text":"a"}"""), isRejoin: false);
        await _channel.JoinedAsync(FakeClientChannel.Reply("ok", """{"text":"b"}"""), isRejoin: true);
        ChannelException e = await Assert.ThrowsAsync<ChannelException>(
            () => _channel.JoinedAsync(FakeClientChannel.Reply("ok", "[1]"), isRejoin: true));
        subscription.Dispose();

        Assert.Equal(["a False", "b True"], received);
        Assert.Equal(ChannelErrorReason.UnreadableReply, e.Reason);
        Assert.Equal(0, _channel.Subscriptions);
    }
}
