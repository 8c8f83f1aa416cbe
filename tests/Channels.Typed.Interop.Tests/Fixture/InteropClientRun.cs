namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>
/// The typed client in a long session with the application of the recordings: every channel and event, both versions, both transports, lost
/// connections. The same program on each platform that the client promises to run on.
/// </summary>
internal static class InteropClientRun
{
    // Some of the session is waiting; the rest depends on the machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Starts both programs, and passes if all checks of the client's do.</summary>
    public static async Task PassAsync(string[] serverProgram, string[] clientProgram)
    {
        await using InteropProcess server = await InteropProcess.StartProgramAsync(serverProgram);
        string url = new UriBuilder(server.Http) { Scheme = "ws", Path = "/socket" }.Uri.ToString();
        await using LineProcess client = LineProcess.Start(clientProgram[0], [.. clientProgram[1..], "--url", url, "--stretch", $"{InteropProcess.Stretch}"]);

        int exitCode = await client.WaitForExitAsync(Limit);

        string transcript = client.Transcript();
        string[] failures = [.. transcript.Split('\n').Where(line => line.StartsWith("> FAIL", StringComparison.Ordinal))];
        Assert.True(failures.Length == 0, string.Join('\n', failures));
        Assert.Equal(0, exitCode);
        Assert.Matches(@"\n> [1-9]\d\d passed, 0 failed", transcript);
    }
}
