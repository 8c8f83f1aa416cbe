using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A server with a mount at /m, whose options and user socket are those of the test.</summary>
internal sealed class MountedServer : IAsyncDisposable
{
    private readonly HttpClient _http;

    private MountedServer(FixtureServer server)
    {
        Server = server;
        _http = server.CreateHttpClient();
    }

    public FixtureServer Server { get; }

    public static async Task<MountedServer> StartAsync(
        Action<SocketOptions>? options = null,
        Func<ConnectContext, ConnectResult>? connect = null,
        Action<ChannelsOptions>? configure = null,
        string pattern = "/m",
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? use = null) =>
        new(await FixtureServer.StartAsync(
            configure,
            builder =>
            {
                builder.Services.AddSingleton(connect ?? (_ => ConnectResult.Accept()));
                build?.Invoke(builder);
            },
            app =>
            {
                use?.Invoke(app);
                app.MapChannels<ScriptedSocket>(pattern, options);
            }));

    public Task<RawClient> ConnectAsync(
        string query = "vsn=2.0.0", Action<ClientWebSocketOptions>? configure = null, string path = "/m/websocket") =>
        Server.ConnectAsync(query, configure, path);

    /// <summary>
    /// Requests an upgrade with the headers of RFC 6455 and these, and closes the connection. A null value removes a header.
    /// </summary>
    public async Task<UpgradeResponse> HandshakeAsync(
        string target = "/m/websocket?vsn=2.0.0", params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        (string Name, string? Value)[] all =
        [
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), (
                "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), .. headers,
        ];
        foreach ((string name, string? value) in all)
        {
            request.Headers.Remove(name);
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        string? Header(string name) => response.Headers.TryGetValues(
            name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
        return new UpgradeResponse(
            response.StatusCode,
            response.StatusCode == HttpStatusCode.SwitchingProtocols ? "" : await response.Content.ReadAsStringAsync(),
            Header("Sec-WebSocket-Protocol"),
            Header("Sec-WebSocket-Extensions"));
    }

    public async Task<HttpStatusCode> StatusOfAsync(HttpMethod method, string target)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative));
        using HttpResponseMessage response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
