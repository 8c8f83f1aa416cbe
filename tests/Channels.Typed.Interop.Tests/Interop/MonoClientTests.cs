using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The client's long session on .NET Framework, with Mono.</summary>
public sealed class MonoClientTests
{
    [Fact]
    public async Task OnMono_AllChecksPass()
    {
        string? mono = NodeDriver.FindOnPath("mono");
        Assert.SkipWhen(mono is null, "mono is not on the PATH: the client on .NET Framework cannot run. test.sh installs it if it has the rights.");
        await InteropClientRun.PassAsync(["dotnet", Repository.InteropServer], [mono, Repository.InteropClientForMono]);
    }
}
