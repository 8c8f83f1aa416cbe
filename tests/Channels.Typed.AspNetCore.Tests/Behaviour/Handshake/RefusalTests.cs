using System.Net;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

/// <summary>The response to a client that may not connect.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Refused_WithAReason_DoesNotSendIt() =>
        await ExpectAsync(ConnectResult.Refuse("unauthorized"), HttpStatusCode.Forbidden, "");

    [Fact]
    public async Task Refused_WithStatusAndText_AnswersThem() =>
        await ExpectAsync(ConnectResult.Refuse(429, "slow down"), HttpStatusCode.TooManyRequests, "slow down");

    [Fact]
    public async Task ErrorHandler_WritesTheResponseForAReason() =>
        await ExpectAsync(ConnectResult.Refuse("unauthorized"), HttpStatusCode.Unauthorized, "unauthorized", Handle);

    [Fact]
    public async Task ErrorHandler_ThatDoesNothing_LeavesTheStatus() =>
        await ExpectAsync(ConnectResult.Refuse(), HttpStatusCode.Forbidden, "", Handle);

    [Fact]
    public async Task ErrorHandler_GetsStatusAndText()
    {
        ConnectResult? seen = null;
        await ExpectAsync(ConnectResult.Refuse(402, "pay"), HttpStatusCode.PaymentRequired, "", (_, refusal) =>
        {
            seen = refusal;
            return Task.CompletedTask;
        });

        Assert.Equal((false, 402, "pay", null), (seen?.IsAccepted, seen?.StatusCode, seen?.Text, seen?.Reason));
    }

    [Fact]
    public async Task Exception_AnswersWithoutDetailsAndIsLogged()
    {
        using var log = new LogSink();
        await using MountedServer server = await MountedServer.StartAsync(
            options => options.AuthToken = true, _ => throw new InvalidOperationException("secret"), build: builder => Log(builder, log));

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", "phoenix"));

        Assert.Equal((HttpStatusCode.InternalServerError, "", null), (response.Status, response.Body, response.Subprotocol));
        Assert.Equal("secret", Assert.Single(log.Entries, entry => entry.Id.Id == 109).Exception?.Message);
    }

    [Fact]
    public async Task Exception_CanBeRenderedByTheApplication()
    {
        await using MountedServer server = await MountedServer.StartAsync(
            connect: _ => throw new InvalidOperationException("secret"),
            use: app => app.UseStatusCodePages("application/json", "{{\"status\":{0}}}"));

        UpgradeResponse response = await server.HandshakeAsync();

        Assert.Equal((HttpStatusCode.InternalServerError, "{\"status\":500}"), (response.Status, response.Body));
    }

    [Fact]
    public async Task ExceptionOfTheErrorHandler_AnswersWithoutDetails() =>
        await ExpectAsync(
            ConnectResult.Refuse(), HttpStatusCode.InternalServerError, "", (_, _) => throw new InvalidOperationException("secret"));

    [Fact]
    public async Task ExceptionOfTheOriginCheck_AnswersWithoutDetails()
    {
        await using MountedServer server = await MountedServer.StartAsync(
            options => options.CheckOrigin = OriginCheck.Custom((_, _) => throw new InvalidOperationException("secret")));

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Origin", "http://a"));

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (response.Status, response.Body));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task OtherMethods_AreBadRequests(string method)
    {
        await using MountedServer server = await MountedServer.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await server.StatusOfAsync(new HttpMethod(method), "/m/websocket?vsn=2.0.0"));
    }

    [Theory]
    [InlineData("Connection", "close", "'connection' header must contain 'upgrade', got [\"close\"]")]
    [InlineData("Connection", null, "'connection' header must contain 'upgrade', got []")]
    [InlineData("Upgrade", "h2c", "'upgrade' header must contain 'websocket', got [\"h2c\"]")]
    [InlineData("Sec-WebSocket-Key", null, "'sec-websocket-key' header is absent")]
    [InlineData("Sec-WebSocket-Key", "short", "'sec-websocket-key' header must be 16 bytes in base64")]
    [InlineData("Sec-WebSocket-Version", "8", "'sec-websocket-version' header must equal '13', got [\"8\"]")]
    public async Task BadUpgrade_IsExplainedAfterConnect(string header, string? value, string explanation)
    {
        bool isAsked = false;
        await using MountedServer server = await MountedServer.StartAsync(connect: _ =>
        {
            isAsked = true;
            return ConnectResult.Accept();
        });

        UpgradeResponse response = await server.HandshakeAsync(headers: (header, value));

        Assert.Equal((HttpStatusCode.BadRequest, explanation), (response.Status, response.Body));
        Assert.True(isAsked);
    }

    private static Task Handle(HttpContext context, ConnectResult refusal)
    {
        if (refusal.Reason != "unauthorized")
        {
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync("unauthorized");
    }

    private static async Task ExpectAsync(
        ConnectResult result, HttpStatusCode status, string body, Func<HttpContext, ConnectResult, Task>? handler = null)
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.ErrorHandler = handler, _ => result);

        UpgradeResponse response = await server.HandshakeAsync();

        Assert.Equal((status, body), (response.Status, response.Body));
    }

    private static void Log(WebApplicationBuilder builder, LogSink log) => builder.Logging.AddProvider(log);
}
