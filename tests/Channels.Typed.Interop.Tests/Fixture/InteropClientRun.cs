namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>
/// A long session of the typed client with the application of the recordings: every channel and event, both versions, both transports, lost
/// connections. The same program runs on each platform that the client supports.
/// </summary>
internal static class InteropClientRun
{
    // The session waits for timeouts; the rest of its time depends on the machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Starts both programs. Passes if all checks of the client pass.</summary>
    public static async Task PassAsync(string[] serverProgram, string[] clientProgram)
    {
        await using InteropProcess server = await InteropProcess.StartProgramAsync(serverProgram);
        string url = new UriBuilder(server.Http) { Scheme = "ws", Path = "/socket" }.Uri.ToString();
        await using LineProcess client = LineProcess.Start(
            clientProgram[0], [.. clientProgram[1..], "--url", url, "--stretch", $"{InteropProcess.Stretch}"]);

        int exitCode = await client.WaitForExitAsync(Limit);

        string transcript = client.Transcript();
        string[] failures = [.. transcript.Split('\n').Where(line => line.StartsWith("> FAIL", StringComparison.Ordinal))];
        Assert.True(failures.Length == 0, string.Join('\n', failures));
        Assert.Equal(0, exitCode);
        Assert.Matches(@"\n> [1-9]\d\d passed, 0 failed", transcript);
    }
}
