using System.Text.Json.Nodes;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>Tabs of a browser, by name, which use the chat's page through its controls (Node/tab.mjs).</summary>
internal sealed class BrowserTabs(NodeDriver driver) : IAsyncDisposable
{
    private readonly Dictionary<string, NodeActor> _tabs = [];

    /// <summary>Opens a tab in its own context, enters a nick, and waits until it has joined the room.</summary>
    public async Task EnterAsync(string tab, Uri page, string nick)
    {
        await OpenAsync(tab, page);
        await TryEnterAsync(tab, nick);
        await ExpectStatusAsync(tab, "Connected");
    }

    public Task TryEnterAsync(string tab, string nick) => DoAsync(tab, "enter", new() { ["nick"] = nick });

    public async Task OpenAsync(string tab, Uri page) => _tabs.Add(tab, await driver.OpenTabAsync(page));

    public Task SayAsync(string tab, string text) => DoAsync(tab, "say", new() { ["text"] = text });

    public Task TypeAsync(string tab, string text) => DoAsync(tab, "type", new() { ["text"] = text });

    /// <summary>Waits until a message is in the log.</summary>
    public Task ExpectMessageAsync(string tab, string text) => DoAsync(tab, "seeMessage", new() { ["text"] = text });

    /// <summary>Checks that a message is not in the log. Call it after a later message is there.</summary>
    public Task ExpectNoMessageAsync(string tab, string text) => DoAsync(tab, "seeNoMessage", new() { ["text"] = text });

    /// <summary>Starts to observe the page for a text that is shown for a short time only.</summary>
    public Task WatchForAsync(string tab, string text) => DoAsync(tab, "watchFor", new() { ["text"] = text });

    /// <summary>Waits until an observed text has been shown.</summary>
    public Task ExpectWatchedAsync(string tab, string text) => DoAsync(tab, "seeWatched", new() { ["text"] = text });

    public Task ExpectStatusAsync(string tab, string text) => DoAsync(tab, "seeStatus", new() { ["text"] = text });

    public Task ExpectProblemAsync(string tab, string field, string text) =>
        DoAsync(tab, "seeProblem", new() { ["field"] = field, ["text"] = text });

    public Task TakeScreenshotAsync(string tab, string path) => DoAsync(tab, "screenshot", new() { ["path"] = path });

    public async ValueTask DisposeAsync()
    {
        foreach (NodeActor tab in _tabs.Values)
        {
            await tab.DisposeAsync();
        }
    }

    private Task DoAsync(string tab, string what, JsonObject command) => _tabs[tab].DoAsync(what, command);
}
