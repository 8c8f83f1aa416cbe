using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>
/// The server of the page that runs the client in a browser. It is another origin than the server under test. The page cannot make proxies,
/// so it commands those of this server.
/// </summary>
internal sealed class WasmHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, TcpProxy> _proxies = new();
    private readonly WebApplication _app;

    private WasmHost(string folder)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".wasm"] = "application/wasm";
        _app.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            StaticFileOptions = { ContentTypeProvider = types, ServeUnknownFileTypes = true },
        });
        _app.MapPost("/proxies/{command}/{port:int}", (string command, int port) => Do(command, port));
    }

    public static async Task<WasmHost> StartAsync(string folder)
    {
        var host = new WasmHost(folder);
        await host._app.StartAsync();
        return host;
    }

    /// <summary>The address of the page that runs the program with these arguments.</summary>
    public Uri Page(params string[] arguments) =>
        new(new Uri(_app.Urls.First()), "/?" + string.Join('&', arguments.Select(argument => $"arg={Uri.EscapeDataString(argument)}")));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (TcpProxy proxy in _proxies.Values)
        {
            proxy.Dispose();
        }
    }

    private IResult Do(string command, int port)
    {
        if (command == "start")
        {
            TcpProxy started = TcpProxy.Start(new IPEndPoint(IPAddress.Loopback, port));
            _proxies[started.Port] = started;
            return Results.Text($"{started.Port}");
        }

        if (!_proxies.TryGetValue(port, out TcpProxy? proxy))
        {
            return Results.NotFound();
        }

        switch (command)
        {
            case "cut":
                proxy.Cut();
                break;
            case "half-close":
                proxy.HalfClose();
                break;
            case "stall":
                proxy.Stall();
                break;
            case "refuse":
            case "accept":
                proxy.Refuse(command == "refuse");
                break;
            case "dispose":
                _ = _proxies.TryRemove(port, out _);
                proxy.Dispose();
                break;
            default:
                return Results.NotFound();
        }

        return Results.Ok();
    }
}
