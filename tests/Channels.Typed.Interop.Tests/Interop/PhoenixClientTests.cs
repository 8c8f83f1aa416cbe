using System.Text.Json;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>Phoenix's own JavaScript client against our server.</summary>
public sealed class PhoenixClientTests(NodeDriver driver)
{
    [Fact]
    public async Task Join_ReturnsTheSnapshot()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Socket);

        await ann.JoinAsync("room:lobby", """{"nick":"Ann"}""");

        JsonElement joined = await ann.ExpectAsync("joined");
        Assert.Equal("""{"messages":[],"members":["Ann"]}""", joined.GetProperty("response").GetRawText());
    }

    [Theory]
    [InlineData("""{"nick":"  "}""", """{"reason":"nick_empty"}""")]
    [InlineData("""{"nick":"a name that is far too long"}""", """{"reason":"nick_too_long","maxLength":20}""")]
    [InlineData("""{}""", """{"reason":"invalid payload","refused_by":"server"}""")]
    [InlineData("""{"nick":null}""", """{"reason":"invalid payload","refused_by":"server"}""")]
    public async Task Join_Refused_ReturnsTheReason(string payload, string refusal)
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Socket);

        await ann.JoinAsync("room:lobby", payload);

        JsonElement refused = await ann.ExpectAsync("refused");
        Assert.Equal(refusal, refused.GetProperty("response").GetRawText());
    }

    [Fact]
    public async Task Join_NickTaken_IsRefusedUntilItIsFree()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Socket);
        await using PhoenixClient other = await driver.ConnectAsync(server.Socket);
        await using PhoenixClient bea = await JoinAsync(server, "Bea");
        await ann.JoinAsync("room:lobby", """{"nick":"Ann"}""");
        await ann.ExpectAsync("joined");

        await other.JoinAsync("room:lobby", """{"nick":"ann"}""");
        JsonElement refused = await other.ExpectAsync("refused");
        await ann.LeaveAsync("room:lobby");
        await bea.ExpectEventAsync("member_left"); // A leave is answered before the channel ends, and the end frees the nick.
        await other.JoinAsync("room:lobby", """{"nick":"ann"}""");

        Assert.Equal("""{"reason":"nick_taken"}""", refused.GetProperty("response").GetRawText());
        await other.ExpectAsync("joined");
    }

    [Fact]
    public async Task Join_UnknownTopic_IsUnmatched()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Socket);

        await ann.JoinAsync("kitchen:lobby");

        JsonElement refused = await ann.ExpectAsync("refused");
        Assert.Equal("""{"reason":"unmatched topic"}""", refused.GetProperty("response").GetRawText());
    }

    [Fact]
    public async Task Push_IsAnsweredAndBroadcastToAll()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await JoinAsync(server, "Ann");
        await using PhoenixClient bea = await JoinAsync(server, "Bea");

        await ann.PushAsync("room:lobby", "post_message", """{"body":"Hello, \"Bea\" & <all> 🙂"}""");

        JsonElement posted = await ann.ExpectReplyAsync("ok");
        JsonElement message = await bea.ExpectEventAsync("message_posted");
        Assert.Equal(posted.GetProperty("id").GetInt64(), message.GetProperty("id").GetInt64());
        Assert.Equal("Ann", message.GetProperty("nick").GetString());
        Assert.Equal("Hello, \"Bea\" & <all> 🙂", message.GetProperty("body").GetString());
    }

    [Theory]
    [InlineData(0, """{"reason":"empty"}""")]
    [InlineData(501, """{"reason":"too_long","maxLength":500}""")]
    public async Task Push_Refused_IsAnError(int length, string refusal)
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await JoinAsync(server, "Ann");

        await ann.PushAsync("room:lobby", "post_message", $$"""{"body":"{{new string('x', length)}}"}""");

        Assert.Equal(refusal, (await ann.ExpectReplyAsync("error")).GetRawText());
    }

    [Fact]
    public async Task Push_NotAnswered_TimesOut()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Faults);
        await ann.JoinAsync("fault:a");
        await ann.ExpectAsync("joined");

        await ann.PushAsync("fault:a", "never_answer", timeoutMs: 100);

        await ann.ExpectReplyAsync("timeout");
    }

    [Fact]
    public async Task Push_EventBeforeReply_ArrivesInOrder()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Faults);
        await ann.JoinAsync("fault:a");
        await ann.ExpectAsync("joined");

        await ann.PushAsync("fault:a", "echo", """{"text":"one"}""");

        Assert.Equal("""{"text":"one"}""", (await ann.ExpectEventAsync("noticed")).GetRawText());
        Assert.Equal("""{"text":"one"}""", (await ann.ExpectReplyAsync("ok")).GetRawText());
    }

    [Fact]
    public async Task Typing_IsIntercepted_OnlyOthersReceiveIt()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await JoinAsync(server, "Ann");
        await using PhoenixClient bea = await JoinAsync(server, "Bea");
        await ann.ExpectEventAsync("member_joined");

        await ann.PushAsync("room:lobby", "typing");
        await ann.PushAsync("room:lobby", "post_message", """{"body":"done"}""");

        Assert.Equal("Ann", (await bea.ExpectEventAsync("typing")).GetProperty("nick").GetString());

        // Ann's next event is her message, so she did not get the notice.
        JsonElement next = await ann.ExpectAsync("event");
        Assert.Equal("message_posted", next.GetProperty("event").GetString());
    }

    [Fact]
    public async Task Crash_IsAnErrorAndTheClientRejoins()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Faults);
        await ann.JoinAsync("fault:a");
        await ann.ExpectAsync("joined");

        await ann.PushAsync("fault:a", "crash");

        JsonElement crashed = await ann.ExpectAsync("crashed");
        Assert.True(crashed.GetProperty("isConnected").GetBoolean());
        JsonElement joined = await ann.ExpectAsync("joined");
        Assert.Equal(2, joined.GetProperty("response").GetProperty("joins").GetInt32());
    }

    [Fact]
    public async Task Stop_ClosesTheChannelWithoutRejoin()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await driver.ConnectAsync(server.Faults);
        await ann.JoinAsync("fault:a");
        await ann.ExpectAsync("joined");

        await ann.PushAsync("fault:a", "stop");

        await ann.ExpectReplyAsync("ok");
        await ann.ExpectAsync("left");
    }

    [Fact]
    public async Task Leave_IsConfirmedAndNotifiesTheOthers()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using PhoenixClient ann = await JoinAsync(server, "Ann");
        await using PhoenixClient bea = await JoinAsync(server, "Bea");

        await bea.LeaveAsync("room:lobby");

        await bea.ExpectAsync("left");
        Assert.Equal("Bea", (await ann.ExpectEventAsync("member_left")).GetProperty("nick").GetString());
    }

    [Fact]
    public async Task ServerRestarts_TheClientReconnectsAndRejoins()
    {
        await using ChatHost server = await ChatHost.StartAsync(mayRestart: true);
        await using PhoenixClient ann = await JoinAsync(server, "Ann");

        await server.RestartAsync();

        JsonElement closed = await ann.ExpectAsync("closed");
        Assert.Equal(1012, closed.GetProperty("code").GetInt32());
        await ann.ExpectAsync("joined");
        await ann.PushAsync("room:lobby", "post_message", """{"body":"Still here"}""");
        await ann.ExpectReplyAsync("ok");
    }

    private async Task<PhoenixClient> JoinAsync(ChatHost server, string nick)
    {
        PhoenixClient client = await driver.ConnectAsync(server.Socket);
        await client.JoinAsync("room:lobby", $$"""{"nick":"{{nick}}"}""");
        await client.ExpectAsync("joined");
        return client;
    }
}
