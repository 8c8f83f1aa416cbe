using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Options;

/// <summary>
/// <see cref="ChannelsOptions.UnknownEvents"/> and <see cref="ChannelsOptions.InvalidPayloads"/> can crash the channel, as Phoenix does,
/// instead of an error reply.
/// </summary>
public class BadMessageActionTests
{
    [Theory]
    [InlineData("\"no_such_event\"")]
    [InlineData("5")]
    public async Task UnknownEvents_Crash_EndsTypedChannelsWithError(string eventName)
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.UnknownEvents = BadMessageAction.Crash);
        RawClient client = await server.JoinAsync();

        await client.SendAsync($$"""["1","2","room:a",{{eventName}},{}]""");
        await client.ExpectAsync("""["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");

        Assert.Equal(TerminateReason.Crashed, await server.Log.Terminated.Reader.ReadAsync());
        await client.SendAsync("""["1","3","room:a","ack",{}]""");
        await client.ExpectAsync("""[null,"3","room:a","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task UnknownEvents_Crash_EndsUntypedChannelsWithError()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.UnknownEvents = BadMessageAction.Crash);
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","no_such_event",{}]""");

        await client.ExpectAsync("""["1",null,"raw:a","last_words",{}]""", """["1","1","raw:a","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task UnknownEvents_Crash_QueuedPush_EndsTheChannelInItsTurn()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.UnknownEvents = BadMessageAction.Crash);
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","slow",{}]""");
        await client.SendAsync("""["1","3","room:a","no_such_event",{}]""");
        await client.SendAsync("""["1","4","room:a","ack",{}]""");
        await client.ExpectSilenceAsync();
        server.Log.Release.SetResult();

        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task UnknownEvents_Crash_InvalidPayloadsGetAReply()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.UnknownEvents = BadMessageAction.Crash);
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","note",[1]]""");

        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}]""");
    }

    [Fact]
    public async Task InvalidPayloads_Crash_EndsTheChannelWithError()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.InvalidPayloads = BadMessageAction.Crash);
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","no_such_event",{}]""");
        await client.SendAsync("""["1","3","room:a","note",[1]]""");

        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}]""",
            """["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task InvalidPayloads_Crash_InAJoinIsJoinCrashed()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.InvalidPayloads = BadMessageAction.Crash);
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","1","raw:read","phx_join",[1]]""");

        await client.ExpectAsync("""["1","1","raw:read","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]""");
    }

    [Fact]
    public async Task Options_OutOfRange_AreRefusedAtStart()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => FixtureServer.StartAsync(options => options.UnknownEvents = (BadMessageAction)7));

        Assert.Contains("ChannelsOptions.UnknownEvents is 7", refused.Message, StringComparison.Ordinal);
    }
}
