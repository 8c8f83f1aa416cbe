using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>
/// One Node.js process for all tests (Node/driver.mjs), with the official clients and a Chromium. The first test that needs it starts it.
/// Tests do not share clients, tabs or contexts of the browser.
/// </summary>
public sealed class NodeDriver : IAsyncDisposable
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private readonly ConcurrentDictionary<string, NodeActor> _actors = new(StringComparer.Ordinal);
    private readonly Lock _starting = new();
    private readonly SemaphoreSlim _writing = new(1);
    private LineProcess? _process;
    private Task _reading = Task.CompletedTask;
    private int _lastName;

    /// <summary>A connected client in Node.js.</summary>
    internal async Task<PhoenixClient> ConnectAsync(Uri socket)
    {
        PhoenixClient client = await StartAsync(isBrowser: false, socket);
        await client.ConnectAsync(socket, "websocket");
        return client;
    }

    /// <summary>A client that is not connected. In the browser it is on a page of the server that it will connect to.</summary>
    internal async Task<PhoenixClient> StartAsync(bool isBrowser, Uri server) => new(isBrowser
        ? await BeginAsync("page", FindBrowser(), new UriBuilder(server) { Scheme = "http", Path = "/health" }.Uri)
        : await BeginAsync("node"));

    /// <summary>A tab with the chat's page, in its own context of the browser.</summary>
    internal async Task<NodeActor> OpenTabAsync(Uri page) => await BeginAsync("tab", FindBrowser(), page);

    /// <summary>A tab with a page that runs a .NET program, in its own context of the browser.</summary>
    internal async Task<NodeActor> OpenProgramAsync(Uri page) => await BeginAsync("program", FindBrowser(), page);

    /// <summary>The path of a program on the PATH, or null.</summary>
    internal static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Sends a command of an actor.</summary>
    internal async Task WriteAsync(JsonObject command)
    {
        await _writing.WaitAsync();
        try
        {
            await _process!.WriteAsync(command.ToJsonString()); // Started by BeginAsync.
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            await _reading;
        }

        _writing.Dispose();
    }

    private static string FindBrowser()
    {
        string? chromium = Browsers.Select(FindOnPath).FirstOrDefault(path => path is not null);
        Assert.SkipWhen(chromium is null, "There is no chromium on the PATH: no page can be opened.");
        return chromium;
    }

    private async Task<NodeActor> BeginAsync(string kind, string? browser = null, Uri? page = null)
    {
        EnsureStarted();
        string name = $"{kind}{Interlocked.Increment(ref _lastName)}";
        var actor = new NodeActor(this, name);
        _actors.TryAdd(name, actor);
        await actor.DoAsync("begin", new() { ["kind"] = kind, ["program"] = browser, ["url"] = page?.ToString() });
        return actor;
    }

    private void EnsureStarted()
    {
        lock (_starting)
        {
            if (_process is not null)
            {
                return;
            }

            string? node = FindOnPath("node");
            Assert.SkipWhen(node is null, "node is not on the PATH: the official Phoenix client cannot run.");
            Assert.SkipUnless(
                Directory.Exists(Path.Combine(Repository.NodeDrivers, "node_modules", "phoenix")),
                "The drivers' packages are not restored: run npm ci in tests/Channels.Typed.Interop.Tests/Node.");
            _process = LineProcess.Start(node, Path.Combine(Repository.NodeDrivers, "driver.mjs"));
            _reading = ReadAsync(_process);
        }
    }

    private async Task ReadAsync(LineProcess process)
    {
        await foreach (string line in process.ReadAllAsync())
        {
            JsonElement report = JsonElement.Parse(line);
            _actors[report.GetProperty("who").GetString()!].Add(report); // Every line of the driver has one.
        }

        foreach (NodeActor actor in _actors.Values)
        {
            actor.OnEnded(process.Transcript("! "));
        }
    }
}
