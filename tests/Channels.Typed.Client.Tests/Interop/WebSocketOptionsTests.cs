using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Channels.Typed.Client.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>
/// What an application asks of the platform's WebSocket about connecting is done by a handler of ours, and must be done all the same.
/// </summary>
public sealed class WebSocketOptionsTests
{
    [Fact]
    public async Task Certificates_OfBothSides_AreSentAndValidated()
    {
        using X509Certificate2 ours = TestCertificate.Create("client");
        string? validated = null;
        (string? Certificate, string? Cookie, string? Authorization) seen = await ConnectAsync(isSecure: true, options =>
        {
            options.ClientCertificates.Add(ours);
            options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                validated = certificate!.Subject;
                return validated == "CN=server";
            };
        });

        Assert.Equal("CN=server", validated);
        Assert.Equal("CN=client", seen.Certificate);
    }

    [Fact]
    public async Task Certificate_Untrusted_IsRefused()
    {
        Exception exception = await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(isSecure: true, static _ => { }));

        _ = Assert.IsType<System.Security.Authentication.AuthenticationException>(exception.GetBaseException());
    }

    [Fact]
    public async Task Cookies_AreSent()
    {
        (string? Certificate, string? Cookie, string? Authorization) seen = await ConnectAsync(isSecure: false, static options =>
        {
            options.Cookies = new CookieContainer();
            options.Cookies.Add(new Cookie("flavour", "vanilla", "/", "127.0.0.1"));
        });

        Assert.Equal("flavour=vanilla", seen.Cookie);
    }

    [Fact]
    public async Task Credentials_AnswerTheChallengeOfTheServer()
    {
        (string? Certificate, string? Cookie, string? Authorization) seen = await ConnectAsync(
            isSecure: false, static options => options.Credentials = new NetworkCredential("ann", "secret"), asksForPassword: true);

        Assert.Equal("Basic " + Convert.ToBase64String("ann:secret"u8), seen.Authorization);
    }

    // Connects a socket, and returns what the server received.
    private static async Task<(string? Certificate, string? Cookie, string? Authorization)> ConnectAsync(
        bool isSecure, Action<ClientWebSocketOptions> configure, bool asksForPassword = false)
    {
        using X509Certificate2 certificate = TestCertificate.Create("server");
        var seen = new TaskCompletionSource<(string?, string?, string?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => Listen(listen, isSecure ? certificate : null)));
        await using WebApplication app = builder.Build();
        _ = app.UseWebSockets();
        app.Run(async context =>
        {
            string? authorization = context.Request.Headers.Authorization;
            if (asksForPassword && authorization is null)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"test\"";
                return;
            }

            _ = seen.TrySetResult((context.Connection.ClientCertificate?.Subject, context.Request.Headers.Cookie, authorization));
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            _ = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[100]), context.RequestAborted);
        });
        await app.StartAsync();

        var address = new Uri($"{(isSecure ? "https" : "http")}://127.0.0.1:{new Uri(app.Urls.First()).Port}/socket");
        var failed = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new ChannelSocketOptions
        {
            ConfigureWebSocket = configure,
            ConnectTimeout = Patience.Time,
            TransportMemory = new TestTransportMemory(),
        };
        await using var socket = new ChannelSocket(address, options);
        socket.StateChanged += (_, change) => _ = change.Exception is { } exception && failed.TrySetResult(exception);
        Task connected = socket.ConnectAsync();
        if (await Task.WhenAny(connected, failed.Task).Within() == failed.Task)
        {
            throw await failed.Task;
        }

        return await seen.Task.Within();
    }

    private static void Listen(ListenOptions listen, X509Certificate2? certificate)
    {
        if (certificate is not null)
        {
            _ = listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
        }
    }
}
