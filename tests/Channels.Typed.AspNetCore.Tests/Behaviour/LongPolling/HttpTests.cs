using System.Net;
using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class HttpTests
{
    private const string Forbidden = """{"status":403}""";

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    public async Task OtherMethods_AnswerBadRequest(string method)
    {
        await using PollServer server = await PollServer.StartAsync();

        using HttpResponseMessage response = await server.Client().RequestAsync(new HttpMethod(method));

        Assert.Equal((HttpStatusCode.BadRequest, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(0, server.Sessions);
    }

    [Fact]
    public async Task Preflight_WithoutRequestedHeaders_IsAnswered()
    {
        await using PollServer server = await PollServer.StartAsync();

        using HttpResponseMessage response = await server.Client().RequestAsync(HttpMethod.Options);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("get, post, options", string.Join(", ", response.Headers.GetValues("Access-Control-Allow-Methods")));
    }

    [Theory]
    [InlineData("GET", "http://evil.example")]
    [InlineData("POST", "http://evil.example")]
    [InlineData("OPTIONS", "http://evil.example")]
    [InlineData("PUT", "http://evil.example")]
    [InlineData("GET", "null")]
    [InlineData("GET", "")]
    public async Task OtherOrigins_AreRefusedInTheBody(string method, string origin)
    {
        await using PollServer server = await PollServer.StartAsync(options => options.AllowedOrigins.Add("//*.example.com"));
        PollClient client = await server.OpenAsync();

        using HttpResponseMessage response = await client.RequestAsync(new HttpMethod(method), headers: [("Origin", origin)]);

        Assert.Equal((HttpStatusCode.OK, Forbidden), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Methods"));
    }

    [Fact]
    public async Task AllowedOrigin_Connects()
    {
        await using PollServer server = await PollServer.StartAsync(options => options.AllowedOrigins.Add("//*.example.com"));

        using HttpResponseMessage response = await server.Client().RequestAsync(
            HttpMethod.Get, headers: [("Origin", "https://a.b.example.com")]);

        Assert.StartsWith("""{"messages":[],"status":410,"token":""", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vsn=2.1.0")]
    [InlineData("vsn=3.0.0")]
    [InlineData("vsn=2.0.0-beta")]
    [InlineData("vsn=2")]
    [InlineData("vsn=")]
    [InlineData("vsn[]=2.0.0")]
    [InlineData("vsn=2.0.0&vsn=9.0.0")]
    [InlineData("vsn=2.0.0&reject=1")]
    [InlineData("vsn=2.0.0&reject=429")]
    public async Task Refusals_AreInTheBody(string query)
    {
        await using PollServer server = await PollServer.StartAsync();

        Assert.Equal(Forbidden, await server.Client(query: query).PollAsync());
        Assert.Equal(0, server.Sessions);
    }

    [Fact]
    public async Task ParametersOfLaterRequests_AreIgnored()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient opener = await server.OpenAsync();
        PollClient client = server.Client(query: "vsn=9.0.0&reject=1");
        client.Token = opener.Token;

        await client.SendAsync("""[null,"1","phoenix","heartbeat",{}]""");

        await client.ExpectAsync("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task ExceptionOfTheUserSocket_AnswersInternalServerError()
    {
        await using PollServer server = await PollServer.StartAsync();

        using HttpResponseMessage response = await server.Client("/failing").RequestAsync(HttpMethod.Get);

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(0, server.Sessions);
    }

    [Fact]
    public async Task Disabled_AnswersNotFound()
    {
        await using PollServer server = await PollServer.StartAsync(options => options.LongPoll.IsEnabled = false);

        using HttpResponseMessage response = await server.Client().RequestAsync(HttpMethod.Get);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task OptionOutOfRange_StopsTheStart_AndIsNamed()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => PollServer.StartAsync(options => options.LongPoll.WindowTime = TimeSpan.Zero));

        Assert.Equal("ChannelsOptions.LongPoll.WindowTime is 00:00:00. Use 10 milliseconds to 1 hour.", refused.Message);
    }
}
