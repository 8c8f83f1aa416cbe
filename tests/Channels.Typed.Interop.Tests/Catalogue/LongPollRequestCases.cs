using System.Net;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

/// <summary>Requests of long polling: tokens, refusals, methods.</summary>
public sealed class LongPollRequestCases(InteropProcess server) : LongPollCatalogueCases(server)
{
    [Fact]
    public async Task Case173_TokenInTheHeader_WinsOverAStaleOneInTheQuery()
    {
        PollClient opener = await OpenAsync();
        PollClient client = Client(query: "vsn=2.0.0&token=stale");
        client.Token = opener.Token;
        client.UsesHeader = true;

        await ExpectSilenceAsync(client);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("forged")]
    public async Task Case174_TokenOfNoSession_StartsASessionOrIsGone(string token)
    {
        PollClient client = Client();
        client.Token = token;

        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        Assert.Equal(NewSession, await client.PollAsync());
    }

    [Theory]
    [InlineData("/socket", "vsn=2.0.0&token=refuse")]
    [InlineData("/socket", "vsn=2.0.0&token=refuse_reason")]
    [InlineData("/errh", "vsn=2.0.0&token=refuse_reason")]
    [InlineData("/socket", "vsn=9.0.0")]
    [InlineData("/socket", "vsn=2.0.0-beta")]
    public async Task Case175_Refusal_IsInTheBody(string mount, string query) =>
        Assert.Equal(Forbidden, await Client(mount, query).PollAsync());

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("OPTIONS")]
    public async Task Case175_OriginThatIsNotAllowed_IsRefusedInTheBodyOfEveryMethod(string method)
    {
        using HttpResponseMessage response = await Client("/origin").RequestAsync(
            new HttpMethod(method), headers: [("Origin", "https://evil.com")]);

        Assert.Equal((HttpStatusCode.OK, Forbidden), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Case176_Preflight_AllowsWhatIsAskedFor()
    {
        using HttpResponseMessage response = await Client("/origin").RequestAsync(
            HttpMethod.Options, headers: [("Origin", "https://example.com"), ("Access-Control-Request-Headers", "content-type, x-custom")]);

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("content-type, x-custom", string.Join(", ", response.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Equal("get, post, options", string.Join(", ", response.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("3600", Assert.Single(response.Headers.GetValues("Access-Control-Max-Age")));
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    public async Task Case177_OtherMethod_IsABadRequest(string method)
    {
        using HttpResponseMessage response = await Client().RequestAsync(new HttpMethod(method));

        Assert.Equal((HttpStatusCode.BadRequest, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/auth", "abc", NewSession)]
    [InlineData("/auth", "bad", Forbidden)]
    [InlineData("/socket", "bad", NewSession)]
    public async Task Case189_AuthToken_IsAHeaderOfTheRequestThatStartsTheSession(string mount, string token, string answer)
    {
        PollClient client = Client(mount);
        client.AuthToken = token;

        Assert.Equal(answer, await client.PollAsync());
    }
}
