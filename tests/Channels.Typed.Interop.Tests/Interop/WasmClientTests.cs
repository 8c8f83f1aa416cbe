using System.Text.Json;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>
/// The client's long session by WebSocket in Chromium, as WebAssembly, trimmed, and the main checks by long polling, each on a page of its
/// own. The whole session by long polling takes minutes in a browser and is not run here. The page is of another origin, so long polling
/// needs CORS.
/// </summary>
public sealed class WasmClientTests(InteropProcess server, NodeDriver node)
{
    [Theory]
    [InlineData("v2 websocket: ")]
    [InlineData("v2 longpoll: a join returns the reply")]
    [InlineData("v2 longpoll: a push receives its own reply")]
    [InlineData("v2 longpoll: a push directly after the join reply")]
    [InlineData("v2 longpoll: a connection that is reset")]
    [InlineData("v2 longpoll: many bytes arrive")]
    public async Task InBrowser_ChecksPass(string checks)
    {
        string? program = Repository.Wasm;
        Assert.SkipWhen(program is null, "The program for browsers is missing. Run eng/publish-wasm.sh, as test.sh does.");
        await using WasmHost host = await WasmHost.StartAsync(program);
        string url = new UriBuilder(server.Http) { Scheme = "ws", Path = "/socket" }.Uri.ToString();
        await using NodeActor page = await node.OpenProgramAsync(
            host.Page("--url", url, "--stretch", $"{InteropProcess.Stretch}", "--only", checks));

        List<string> lines = await ReadToEndAsync(page);

        string transcript = string.Join('\n', lines);
        string[] failures = [.. lines.Where(line => line.StartsWith("FAIL", StringComparison.Ordinal))];
        Assert.True(failures.Length == 0, string.Join('\n', failures));
        Assert.True(lines[^1] == "Ended: 0", transcript);
        Assert.Matches(@"\n[1-9]\d* passed, 0 failed", transcript);
    }

    // The patience is that of one line, because the time of all checks depends on the machine.
    private static async Task<List<string>> ReadToEndAsync(NodeActor page)
    {
        var lines = new List<string>();
        do
        {
            JsonElement report = await page.ExpectAsync(
                report => report.GetProperty("on").ValueEquals("line"), $"the next line after {lines.Count} lines");
            lines.Add(report.GetProperty("text").GetString()!);
        }
        while (!lines[^1].StartsWith("Ended: ", StringComparison.Ordinal));
        return lines;
    }
}
