using System.Net;
using System.Net.Sockets;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Proxies;

/// <summary>An nginx in a folder of its own, in front of a server.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private readonly LineProcess _process;
    private readonly DirectoryInfo _folder;

    private NginxProcess(LineProcess process, DirectoryInfo folder, Uri http)
    {
        _process = process;
        _folder = folder;
        Http = http;
    }

    public Uri Http { get; }

    /// <summary>Starts nginx. Skips the test if it is not installed.</summary>
    public static async Task<NginxProcess> StartAsync(string block, Uri server)
    {
        string? nginx = NodeDriver.FindOnPath("nginx") ?? (File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : null);
        Assert.SkipWhen(nginx is null, "nginx is not installed: the page about proxies cannot be tried. test.sh installs it if it has the rights.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("channels-nginx-");
        string listen = FreeAddress();
        string file = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, NginxConfig.At(block, listen, server.Authority, folder.FullName));
        LineProcess process = LineProcess.Start(nginx, "-p", folder.FullName, "-c", file, "-e", "stderr");
        var started = new NginxProcess(process, folder, new Uri("http://" + listen));
        try
        {
            await process.ExpectAsync(line => line.Contains("start worker process ", StringComparison.Ordinal), "'start worker process'");
        }
        catch (Exception)
        {
            await started.DisposeAsync();
            throw;
        }

        return started;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // nginx cannot choose a free port itself. Nothing else uses this loopback address, so the port stays free until nginx listens on it.
    private static string FreeAddress()
    {
        byte Any() => (byte)Random.Shared.Next(1, 255);
        using var listener = new TcpListener(new IPAddress([127, Any(), Any(), Any()]), 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!; // It is bound.
    }
}
