using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A server with a mount under test at /m, whose user socket does as the test says.</summary>
internal sealed class MountedServer : IAsyncDisposable
{
    private readonly HttpClient _http;

    private MountedServer(FixtureServer server)
    {
        Server = server;
        _http = new HttpClient { BaseAddress = server.Http, Timeout = Patience.Time };
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
                app.MapChannels<ProbeSocket>(pattern, options);
            }));

    public Task<RawClient> ConnectAsync(string query = "vsn=2.0.0", Action<ClientWebSocketOptions>? configure = null, string path = "/m/websocket") =>
        Server.ConnectAsync(query, configure, path);

    /// <summary>Asks for an upgrade with exactly these headers besides those of RFC 6455, and drops the connection.</summary>
    public async Task<UpgradeAnswer> HandshakeAsync(string target = "/m/websocket?vsn=2.0.0", params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        (string Name, string? Value)[] all =
        [
            ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), .. headers,
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
        string? Header(string name) => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
        return new UpgradeAnswer(
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
