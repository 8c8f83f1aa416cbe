using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>
/// Large messages. A broadcast that can never fit into the outbox fails with the size and the option's name. Replies and pushes may have
/// any size.
/// </summary>
public sealed class TooLargeTests : IDisposable
{
    private const string Beaten = """[null,"9","phoenix","phx_reply",{"response":{},"status":"ok"}]""";
    private const int MessageTooLarge = 139;

    private static readonly ChannelPayload Large = ChannelPayload.FromJson($$"""{"text":"{{new string('x', 3000)}}"}""");

    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);
    private static readonly JsonTypeInfo<ReadOnlyMemory<byte>> Bytes = PayloadJson.Get<ReadOnlyMemory<byte>>(FixtureJson.Default);

    private readonly ChannelProgram _program = new();
    private readonly LogSink _log = new();

    [Fact]
    public async Task RepliesAndPushes_LargerThanTheOutbox_AreSent()
    {
        _program.Join = static (_, _) => new(ChannelReply.Ok(Large));
        _program.Push = static async (context, _, _) =>
        {
            await context.SendAsync(EventScope.Push, new EventName("big"), new Note(new string('x', 3000)), NoteInfo);
            return ChannelReply.Ok(Large);
        };
        await using FixtureServer server = await StartAsync();
        RawClient client = await server.ConnectAsync(path: "/programmed/websocket");
        string text = $$"""{"text":"{{new string('x', 3000)}}"}""";

        await client.SendAsync("""["1","1","p:a","phx_join",{}]""");
        await client.SendAsync("""["1","2","p:a","go",{}]""");

        await client.ExpectAsync(
            $$"""["1","1","p:a","phx_reply",{"response":{{text}},"status":"ok"}]""",
            $$"""["1",null,"p:a","big",{{text}}]""",
            $$"""["1","2","p:a","phx_reply",{"response":{{text}},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("all", false)]
    [InlineData("others", false)]
    [InlineData("all", true)]
    [InlineData("others", true)]
    public async Task Broadcast_LargerThanTheOutbox_ThrowsWhereItIsSent(string how, bool isBinary)
    {
        var failed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _program.Push = async (context, _, _) =>
        {
            EventScope scope = how == "all" ? EventScope.Broadcast : EventScope.BroadcastFrom;
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
        Assert.Contains("The broadcast 'big' of ProgrammedChannel was not sent: it has 30", e.Message, StringComparison.Ordinal);
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
