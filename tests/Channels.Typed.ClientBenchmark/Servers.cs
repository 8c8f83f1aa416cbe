using System.Diagnostics;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.ClientBenchmark;

/// <summary>Both servers, in a process of their own so that nothing of theirs is measured.</summary>
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
        await Console.In.ReadLineAsync(); // The end of the input is the end of the client.
    }

    public static async Task<(Process Process, Uri Url)> StartAsync()
    {
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, "--serve") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string url = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(
            "The servers ended before they said where they are.");
        return (process, new Uri(url));
    }
}
