using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class TokenTests
{
    private const string NewSession = """{"messages":[],"status":410,"token":"TOKEN"}""";
    private const string Gone = """{"status":410}""";
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";
    private const string Beaten = """[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    [Fact]
    public async Task WrongTokenInTheHeader_ParameterIsNotUsed()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();

        using HttpResponseMessage response = await client.RequestAsync(
            HttpMethod.Post, new StringContent(Heartbeat), [("X-Phoenix-Longpoll-Token", "stale")]);

        Assert.Equal(Gone, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("forged")]
    [InlineData("not/base64url")]
    public async Task ForeignToken_SessionIsGone(string token)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = server.Client();
        client.Token = token;

        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        Assert.Equal(NewSession, await client.PollAsync());
    }

    [Fact]
    public async Task ChangedToken_SessionIsGone()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();
        string token = client.Token;

        for (int i = 0; i < token.Length - 1; i += 7)
        {
            // The last character has unused bits, so it is not changed.
            client.Token = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        }

        client.Token = new string('A', 5000);
        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        client.Token = token;
        await client.SendAsync(Heartbeat);
    }

    [Fact]
    public async Task ExpiredToken_SessionIsGone_ButNotEnded()
    {
        await using PollServer server = await PollServer.StartAsync(options => options.LongPoll.TokenMaxAge = TimeSpan.FromSeconds(3));
        PollClient client = await server.OpenAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(3));
        await client.SendAsync(Heartbeat);

        server.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        Assert.Equal(1, server.Sessions);
        Assert.Equal(NewSession, await client.PollAsync());
        Assert.Equal(2, server.Sessions);
    }

    [Fact]
    public async Task TokenOfAnotherMount_SessionIsGone()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient here = await server.OpenAsync();
        PollClient there = server.Client("/other");
        there.Token = here.Token;

        Assert.Equal(Gone, await there.PostAsync(Heartbeat));
        Assert.Equal(NewSession, await there.PollAsync());
        await here.SendAsync(Heartbeat);
        await here.ExpectAsync(Beaten);
    }

    [Fact]
    public async Task TokenOfAnEarlierRun_SessionIsGoneWithoutWaiting()
    {
        var keys = new MemoryKeys();
        await using PollServer before = await PollServer.StartAsync(keys: keys);
        PollClient client = await before.OpenAsync();
        await using PollServer after = await PollServer.StartAsync(keys: keys);
        using PollClient moved = client.At(after);

        Assert.Equal(Gone, await moved.PostAsync(Heartbeat));
        Assert.Equal(NewSession, await moved.PollAsync());
    }
}
