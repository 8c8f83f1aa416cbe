using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

public class PushTests
{
    [Fact]
    public async Task Push_NoReply_IsNotAnswered()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","noreply",{}]""");

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Push_UnknownEvent_RepliesErrorAndChannelLives()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","no_such_event",{}]""");
        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}]""");

        await client.SendAsync("""["1","3","room:a","ack",{}]""");
        await client.ExpectAsync("""["1","3","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("""{"text":5}""")]
    [InlineData("null")]
    public async Task Push_WrongShape_RepliesErrorAndChannelLives(string payload)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync($$"""["1","2","room:a","note",{{payload}}]""");
        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}]""");

        await client.SendAsync("""["1","3","room:a","note",{"text":"x"}]""");
        await client.ExpectAsync("""["1","3","room:a","phx_reply",{"response":{"text":"x"},"status":"ok"}]""");
    }

    [Fact]
    public async Task Push_Deferred_IsAnsweredLaterWhileOthersAreHandled()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","later",{}]""");
        await client.SendAsync("""["1","3","room:a","ack",{}]""");
        await client.ExpectAsync("""["1","3","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        server.Log.Deferred!.Send(new Note("done") is var note ? Reply<Note, Note>.FromOk(note) : default);

        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{"text":"done"},"status":"ok"}]""");
        Assert.Throws<InvalidOperationException>(() => server.Log.Deferred.Send(Reply<Note, Note>.FromError(new Note("again"))));
    }

    [Fact]
    public async Task Push_OneMegabyte_IsHandled()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();
        string text = new('x', 1_000_000);

        await client.SendAsync($$"""["1","2","room:a","note",{"text":"{{text}}"}]""");

        await client.ExpectAsync($$"""["1","2","room:a","phx_reply",{"response":{"text":"{{text}}"},"status":"ok"}]""");
    }
}
