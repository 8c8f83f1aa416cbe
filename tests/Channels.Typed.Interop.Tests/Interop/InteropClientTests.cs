using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>
/// The typed client in a long session with the application of the recordings: every channel and event, both versions, both transports, lost
/// connections. The same program on each platform that the client promises to run on.
/// </summary>
public sealed class InteropClientTests
{
    [Fact]
    public async Task OnDotNet_AllChecksPass() => await PassAsync(["dotnet", Repository.InteropServer], ["dotnet", Repository.InteropClient]);

    [Fact]
    public async Task OnMono_AllChecksPass()
    {
        string? mono = NodeDriver.FindOnPath("mono");
        Assert.SkipWhen(mono is null, "mono is not on the PATH: the client on .NET Framework cannot run. test.sh installs it where it may.");
        await PassAsync(["dotnet", Repository.InteropServer], [mono, Repository.InteropClientForMono]);
    }

    [Fact]
    public async Task NativeAheadOfTime_BothEnds_AllChecksPass()
    {
        string? server = Repository.Native("Channels.Typed.InteropServer");
        string? client = Repository.Native("Channels.Typed.InteropClient");
        Assert.SkipWhen(server is null || client is null, "The programs are not published ahead of time. test.sh does it, with eng/publish-native.sh.");
        await PassAsync([server], [client]);
    }

    private static async Task PassAsync(string[] serverProgram, string[] clientProgram)
    {
        await using InteropProcess server = await InteropProcess.StartProgramAsync(serverProgram);
        string url = new UriBuilder(server.Http) { Scheme = "ws", Path = "/socket" }.Uri.ToString();
        await using LineProcess client = LineProcess.Start(clientProgram[0], [.. clientProgram[1..], "--url", url, "--stretch", $"{InteropProcess.Stretch}"]);

        int exitCode = await client.WaitForExitAsync(TimeSpan.FromMinutes(8));

        string transcript = client.Transcript();
        string[] failures = [.. transcript.Split('\n').Where(line => line.StartsWith("> FAIL", StringComparison.Ordinal))];
        Assert.Empty(failures);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"\n> [1-9]\d\d passed, 0 failed", transcript);
    }
}
