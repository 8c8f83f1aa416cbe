using System.Diagnostics;
using System.Text.Json;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>
/// Plays all recordings once against their own server. They share topics, so the replayer decides which of them run at the same time; the
/// tests read its report.
/// </summary>
public sealed class RecordingRun : IAsyncLifetime
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(8);

    private readonly Dictionary<string, JsonElement> _results = [];
    private string? _skipReason;

    /// <summary>The recordings, each with the missing feature that it needs, or null.</summary>
    public static IReadOnlyDictionary<string, string?> Recordings { get; } = Directory
        .EnumerateFiles(Path.Combine(Repository.Wire, "recordings"), "*.jsonl")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal)
        .ToDictionary(name => name, MissingFeature);

    public async ValueTask InitializeAsync()
    {
        if (NodeDriver.FindOnPath("node") is not { } node)
        {
            _skipReason = "node is not on the PATH: the replayer cannot run.";
            return;
        }

        await using var server = new InteropProcess();
        await server.InitializeAsync();
        string report = await PlayAsync(node, server.Http);
        foreach (JsonElement result in JsonElement.Parse(report).GetProperty("results").EnumerateArray())
        {
            _results.Add(result.GetProperty("scenario").GetString()!, result);
        }
    }

    /// <summary>The replayer's result for one recording.</summary>
    internal JsonElement ResultOf(string recording)
    {
        Assert.SkipWhen(_skipReason is not null, _skipReason ?? "");
        return _results[recording];
    }

    public ValueTask DisposeAsync() => default;

    private static string? MissingFeature(string recording) => recording switch
    {
        "presence.v2" or "js_client_session.v2" or "longpoll_presence.v2" => "Presence is not built yet.",
        _ => null,
    };

    private static async Task<string> PlayAsync(string node, Uri server)
    {
        IEnumerable<string> files = Recordings.Where(recording => recording.Value is null)
            .Select(recording => Path.Combine(Repository.Wire, "recordings", recording.Key + ".jsonl"));
        string[] options =
        [
            "--url", server.ToString(), "--json", "--stretch", $"{InteropProcess.Stretch}", "--slack",
            $"{Patience.Time.TotalMilliseconds / 2}",
        ];
        var start = new ProcessStartInfo(node, [Path.Combine(Repository.Wire, "replay.mjs"), .. options, .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process replay = Process.Start(start)!;
        using var guard = new CancellationTokenSource(Guard, TimeProvider.System);
        try
        {
            Task<string> errors = replay.StandardError.ReadToEndAsync(guard.Token);
            string report = await replay.StandardOutput.ReadToEndAsync(guard.Token);
            await replay.WaitForExitAsync(guard.Token);
            Assert.True(replay.ExitCode is 0 or 1, $"The replayer ended with {replay.ExitCode}: {await errors}");
            return report;
        }
        catch (OperationCanceledException)
        {
            replay.Kill(entireProcessTree: true);
            throw new TimeoutException($"The replayer did not end within {Guard.TotalMinutes} minutes.");
        }
    }
}
