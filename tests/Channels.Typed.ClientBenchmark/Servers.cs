using System.Diagnostics;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.ClientBenchmark;

/// <summary>Both servers, in a separate process, so that they are not measured.</summary>
internal static class Servers
{
    public static async Task RunAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddChannels();
        builder.Services.AddSignalR().AddJsonProtocol(
            options => options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BenchJson.Default));
        await using WebApplication app = builder.Build();
        app.MapChannels("/socket", socket => socket.Add<BenchChannel>());
        app.MapHub<BenchHub>("/hub");
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadLineAsync(); // The input ends when the client process ends.
    }

    public static async Task<(Process Process, Uri Url)> StartAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, "--serve")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string url = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The server process ended before it printed its address.");
        return (process, new Uri(url));
    }
}
