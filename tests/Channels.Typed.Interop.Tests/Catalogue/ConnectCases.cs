using System.Net;
using System.Net.WebSockets;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class ConnectCases(InteropProcess server) : CatalogueCases(server)
{
    [Theory]
    [InlineData("")]
    [InlineData("?vsn=1.0.0")]
    public async Task Case001_NoVersion_IsVersion1(string query)
    {
        RawClient client = await ConnectAsync("/socket/websocket" + query);

        await client.SendAsync("""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}""");

        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"phoenix"}""");
    }

    [Theory]
    [InlineData("?vsn=2.0.0")]
    [InlineData("?vsn=2.0.5")]
    [InlineData("?vsn=2.0.0&")]
    [InlineData("?a=1&&vsn=2.0.0")]
    public async Task Case002_Case005_Version2_IsServed(string query)
    {
        RawClient client = await ConnectAsync("/socket/websocket" + query);

        await client.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("vsn=2.1.0")]
    [InlineData("vsn=3.0.0")]
    [InlineData("vsn=123.1.1")]
    [InlineData("vsn=2")]
    [InlineData("vsn=")]
    [InlineData("vsn=2.0.0-beta")]
    [InlineData("vsn[]=2.0.0")]
    [InlineData("vsn=2.0.0&vsn=9.0.0")]
    public async Task Case003_Case004_OtherVersion_IsForbiddenWithoutCallingTheUserSocket(string query)
    {
        // The user socket would throw for this token.
        (HttpStatusCode status, string body) = await GetAsync($"/socket/websocket?{query}&token=raise");

        Assert.Equal((HttpStatusCode.Forbidden, ""), (status, body));
    }

    [Fact]
    public async Task Case006_RefusedByTheUserSocket_IsForbidden()
    {
        (HttpStatusCode status, string body) = await GetAsync("/socket/websocket?vsn=2.0.0&token=refuse");

        Assert.Equal((HttpStatusCode.Forbidden, ""), (status, body));
    }

    [Fact]
    public async Task Case007_RefusedWithAReason_IsAnsweredByTheErrorHandler()
    {
        (HttpStatusCode status, string body) = await GetAsync("/errh/websocket?vsn=2.0.0&token=refuse_reason");

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (status, body));
    }

    [Theory]
    [InlineData("http://evil.com")]
    [InlineData("http://example.com")]
    [InlineData("null")]
    [InlineData("file://")]
    public async Task Case008_OriginThatIsNotAllowed_IsForbidden(string origin)
    {
        (HttpStatusCode status, string body) = await GetAsync("/origin/websocket?vsn=2.0.0", ("Origin", origin));

        Assert.Equal((HttpStatusCode.Forbidden, ""), (status, body));
    }

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("http://www.example.org")]
    [InlineData(null)]
    public async Task Case009_OriginThatIsAllowed_Connects(string? origin)
    {
        using RawClient client = await RawClient.ConnectAsync(
            Server, "/origin/websocket?vsn=2.0.0", options =>
            {
                if (origin is not null)
                {
                    options.SetRequestHeader("Origin", origin);
                }
            });

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case019_Post_IsABadRequest()
    {
        (HttpStatusCode status, string body) = await SendAsync(HttpMethod.Post, "/socket/websocket?vsn=2.0.0");

        Assert.Equal((HttpStatusCode.BadRequest, ""), (status, body));
    }

    [Fact]
    public async Task Case020_GetWithoutUpgrade_IsExplainedAfterConnect()
    {
        (HttpStatusCode status, string body) = await GetAsync("/socket/websocket?vsn=2.0.0");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("'connection' header must contain 'upgrade'", body, StringComparison.Ordinal);

        (status, _) = await GetAsync("/socket/websocket?vsn=2.0.0&token=refuse");
        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Theory]
    [InlineData(null, "phx.v2", "chat")]
    [InlineData("phx.v2", "phx.v2", "chat")]
    [InlineData("chat", "z", "chat")]
    public async Task Case022_Subprotocol_IsSelectedIfOffered(string? selected, string first, string second)
    {
        using RawClient client = await RawClient.ConnectAsync(Server, "/errh/websocket?vsn=2.0.0", options =>
        {
            if (selected is not null)
            {
                options.AddSubProtocol(first);
                options.AddSubProtocol(second);
            }
        });

        Assert.Equal(selected, client.Subprotocol);
    }

    [Fact]
    public async Task Case029_UnknownSubprotocol_IsForbidden()
    {
        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(
            () => RawClient.ConnectAsync(Server, "/auth/websocket?vsn=2.0.0", options => options.AddSubProtocol("mqtt")));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case006_UserSocketThatThrows_AnswersAnErrorWithoutDetails()
    {
        (HttpStatusCode status, string body) = await GetAsync("/socket/websocket?vsn=2.0.0&token=raise");

        Assert.Equal((HttpStatusCode.InternalServerError, """{"errors":{"detail":"Internal Server Error"}}"""), (status, body));
    }

    private Task<(HttpStatusCode Status, string Body)> GetAsync(string pathAndQuery, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, pathAndQuery, headers);

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, string pathAndQuery, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(Server, pathAndQuery));
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
