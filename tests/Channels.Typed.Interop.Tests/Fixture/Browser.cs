using System.Text.Json;
using System.Text.Json.Nodes;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>A Chromium without a window, whose tabs use the chat's page as people do (Node/browser.mjs).</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly LineProcess _process;
    private int _lastId;

    private Browser(LineProcess process) => _process = process;

    public static async Task<Browser> StartAsync()
    {
        string chromium = Find();
        var browser = new Browser(NodeProcess.Start("browser.mjs"));
        await browser.DoAsync("launch", new() { ["program"] = chromium });
        return browser;
    }

    /// <summary>The browser's program; skips the test where there is none.</summary>
    public static string Find()
    {
        string? chromium = Names.Select(NodeProcess.FindOnPath).FirstOrDefault(path => path is not null);
        Assert.SkipWhen(chromium is null, "There is no chromium on the PATH: the page cannot be opened.");
        return chromium;
    }

    /// <summary>Opens a tab that shares nothing with the others, comes in by the door and waits until it is in the room.</summary>
    public async Task EnterAsync(string tab, Uri page, string nick)
    {
        await DoAsync("open", new() { ["tab"] = tab, ["url"] = page.ToString() });
        await TryEnterAsync(tab, nick);
        await ExpectStatusAsync(tab, "Connected");
    }

    public Task TryEnterAsync(string tab, string nick) => DoAsync("enter", new() { ["tab"] = tab, ["nick"] = nick });

    public Task OpenAsync(string tab, Uri page) => DoAsync("open", new() { ["tab"] = tab, ["url"] = page.ToString() });

    public Task SayAsync(string tab, string text) => DoAsync("say", new() { ["tab"] = tab, ["text"] = text });

    public Task TypeAsync(string tab, string text) => DoAsync("type", new() { ["tab"] = tab, ["text"] = text });

    /// <summary>Waits until a message of somebody is in the log.</summary>
    public Task ExpectMessageAsync(string tab, string text) => DoAsync("seeMessage", new() { ["tab"] = tab, ["text"] = text });

    /// <summary>Checks that a message is not in the log, now that a later one is.</summary>
    public Task ExpectNoMessageAsync(string tab, string text) => DoAsync("seeNoMessage", new() { ["tab"] = tab, ["text"] = text });

    public Task ExpectTextAsync(string tab, string text) => DoAsync("seeText", new() { ["tab"] = tab, ["text"] = text });

    public Task ExpectStatusAsync(string tab, string text) => DoAsync("seeStatus", new() { ["tab"] = tab, ["text"] = text });

    public Task ExpectProblemAsync(string tab, string field, string text) =>
        DoAsync("seeProblem", new() { ["tab"] = tab, ["field"] = field, ["text"] = text });

    public Task TakeScreenshotAsync(string tab, string path) => DoAsync("screenshot", new() { ["tab"] = tab, ["path"] = path });

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task DoAsync(string what, JsonObject command)
    {
        int id = ++_lastId;
        command["id"] = id;
        command["do"] = what;
        await _process.WriteAsync(command.ToJsonString());
        string line = await _process.ExpectAsync(
            printed => JsonNode.Parse(printed)!["id"]!.GetValue<int>() == id, $"the outcome of '{what}'"); // The driver's lines all have one.
        using JsonDocument outcome = JsonDocument.Parse(line);
        if (outcome.RootElement.TryGetProperty("problem", out JsonElement problem))
        {
            Assert.Fail($"{what} failed: {problem.GetString()}{Environment.NewLine}{outcome.RootElement.GetProperty("page").GetString()}{_process.Transcript()}");
        }
    }
}
