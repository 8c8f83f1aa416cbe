using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>Frames that can never fit into the outbox: the code that sends them gets the size and the option's name.</summary>
public sealed class TooLargeTests : IDisposable
{
    private const string Refused = """{"response":{"reason":"reply too large","refused_by":"server"},"status":"error"}""";
    private const string Beaten = """[null,"9","phoenix","phx_reply",{"response":{},"status":"ok"}]""";
    private const int ReplyTooLarge = 138;
    private const int MessageTooLarge = 139;

    private static readonly ChannelPayload Large = ChannelPayload.FromJson($$"""{"text":"{{new string('x', 3000)}}"}""");

    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);
    private static readonly JsonTypeInfo<ReadOnlyMemory<byte>> Bytes = PayloadJson.Get<ReadOnlyMemory<byte>>(FixtureJson.Default);

    private readonly ChannelProgram _program = new();
    private readonly LogSink _log = new();

    [Fact]
    public async Task Reply_LargerThanTheOutbox_IsAnErrorReplyAndTheChannelGoesOn()
    {
        _program.Push = static (_, name, _) => new(name == "large" ? ChannelReply.Ok(Large) : ChannelReply.Ok());
        await using FixtureServer server = await StartAsync();
        RawClient client = await JoinAsync(server);

        await client.SendAsync("""["1","2","p:a","large",{}]""");
        await client.SendAsync("""["1","3","p:a","small",{}]""");

        await client.ExpectAsync(
            $"""["1","2","p:a","phx_reply",{Refused}]""", """["1","3","p:a","phx_reply",{"response":{},"status":"ok"}]""");
        string message = Assert.Single(_log.Entries, entry => entry.Id.Id == ReplyTooLarge).Message;
        Assert.Contains("The reply of ProgrammedChannel was not sent: it has 30", message, StringComparison.Ordinal);
        Assert.Contains("bytes, and MaxOutboxBytes is 2048.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplyThatIsAwaited_LargerThanTheOutbox_IsAnErrorReply()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _program.Push = async (_, _, _) =>
        {
            await release.Task;
            return ChannelReply.Ok(Large);
        };
        await using FixtureServer server = await StartAsync();
        RawClient client = await JoinAsync(server);

        await client.SendAsync("""["1","2","p:a","large",{}]""");
        release.SetResult();

        await client.ExpectAsync($"""["1","2","p:a","phx_reply",{Refused}]""");
    }

    [Fact]
    public async Task JoinReply_LargerThanTheOutbox_RefusesTheJoin()
    {
        _program.Join = static (topic, _) => new(topic == "p:large" ? ChannelReply.Ok(Large) : ChannelReply.Ok());
        await using FixtureServer server = await StartAsync();
        RawClient client = await server.ConnectAsync(path: "/programmed/websocket");

        await client.SendAsync("""["1","1","p:large","phx_join",{}]""");
        await client.ExpectAsync($"""["1","1","p:large","phx_reply",{Refused}]""");
        await client.SendAsync("""["1","2","p:large","ping",{}]""");

        await client.ExpectAsync("""[null,"2","p:large","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
        Assert.Single(_log.Entries, entry => entry.Id.Id == ReplyTooLarge);
    }

    [Fact]
    public async Task DeferredReply_LargerThanTheOutbox_ThrowsAndIsAnErrorReply()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxOutboxBytes = 2048);
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["1","2","room:a","later",{}]""");
        await client.SendAsync("""[null,"9","phoenix","heartbeat",{}]""");
        await client.ExpectAsync(Beaten);

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => server.Log.Deferred!.Send(Reply<Note, Note>.FromOk(new Note(new string('x', 3000)))));

        Assert.Contains("MaxOutboxBytes is 2048", e.Message, StringComparison.Ordinal);
        await client.ExpectAsync($"""["1","2","room:a","phx_reply",{Refused}]""");
    }

    [Fact]
    public async Task DeferredReply_OfAnUntypedChannel_LargerThanTheOutbox_ThrowsAndIsAnErrorReply()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxOutboxBytes = 2048);
        RawClient client = await server.JoinAsync("raw:a");
        await client.SendAsync("""["1","2","raw:a","later",{}]""");
        await client.SendAsync("""[null,"9","phoenix","heartbeat",{}]""");
        await client.ExpectAsync(Beaten);

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => server.Log.UntypedDeferred!.Send(ChannelReply.Ok(Large)));

        Assert.Contains("MaxOutboxBytes is 2048", e.Message, StringComparison.Ordinal);
        await client.ExpectAsync($"""["1","2","raw:a","phx_reply",{Refused}]""");
    }

    [Theory]
    [InlineData("push", false)]
    [InlineData("all", false)]
    [InlineData("others", false)]
    [InlineData("push", true)]
    [InlineData("all", true)]
    [InlineData("others", true)]
    public async Task Event_LargerThanTheOutbox_ThrowsWhereItIsSent(string how, bool isBinary)
    {
        var failed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _program.Push = async (context, _, _) =>
        {
            EventScope scope = how switch
            {
                "push" => EventScope.Push,
                "all" => EventScope.Broadcast,
                _ => EventScope.BroadcastFrom,
            };
            failed.SetResult(await Record.ExceptionAsync(async () => await (isBinary
                ? context.SendAsync(scope, new EventName("big"), new ReadOnlyMemory<byte>(new byte[3000]), Bytes)
                : context.SendAsync(scope, new EventName("big"), new Note(new string('x', 3000)), NoteInfo))));
            return ChannelReply.Ok();
        };
        await using FixtureServer server = await StartAsync();
        RawClient other = await JoinAsync(server);
        RawClient client = await JoinAsync(server);

        await client.SendAsync("""["1","2","p:a","go",{}]""");

        InvalidOperationException e = Assert.IsType<InvalidOperationException>(await failed.Task.Within());
        Assert.Contains("The event 'big' of ProgrammedChannel was not sent: it has 30", e.Message, StringComparison.Ordinal);
        Assert.Contains("bytes, and MaxOutboxBytes is 2048.", e.Message, StringComparison.Ordinal);
        await client.ExpectAsync("""["1","2","p:a","phx_reply",{"response":{},"status":"ok"}]""");
        await other.SendAsync("""[null,"9","phoenix","heartbeat",{}]""");
        await other.ExpectAsync(Beaten);
    }

    [Fact]
    public async Task Message_LargerThanMaxMessageBytes_IsLogged()
    {
        await using FixtureServer server = await StartAsync(options => options.MaxMessageBytes = 500);
        RawClient client = await JoinAsync(server);

        await client.SendAsync($$"""["1","2","p:a","big",{"text":"{{new string('x', 1000)}}"}]""");

        await client.ExpectCloseAsync(1009);
        client.Dispose(); // The server waits for the client's close frame, or for the end of the connection.
        await Waiting.UntilAsync(() => _log.Entries.Any(entry => entry.Id.Id == MessageTooLarge));
        Assert.Contains(
            "more than MaxMessageBytes, which is 500.",
            Assert.Single(_log.Entries, entry => entry.Id.Id == MessageTooLarge).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private static async Task<RawClient> JoinAsync(FixtureServer server)
    {
        RawClient client = await server.ConnectAsync(path: "/programmed/websocket");
        await client.SendAsync("""["1","1","p:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","p:a","phx_reply",{"response":{},"status":"ok"}]""");
        return client;
    }

    private Task<FixtureServer> StartAsync(Action<ChannelsOptions>? configure = null) => _program.StartAsync(
        options =>
        {
            options.MaxOutboxBytes = 2048;
            configure?.Invoke(options);
        },
        _log);
}
