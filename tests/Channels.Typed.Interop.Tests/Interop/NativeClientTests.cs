using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The long session with a client and a server that are compiled ahead of time.</summary>
public sealed class NativeClientTests
{
    [Fact]
    public async Task NativeAheadOfTime_BothEnds_AllChecksPass()
    {
        string? server = Repository.Native("Channels.Typed.InteropServer");
        string? client = Repository.Native("Channels.Typed.InteropClient");
        Assert.SkipWhen(
            server is null || client is null,
            "The programs compiled ahead of time are missing. Run eng/publish-native.sh, as test.sh does.");
        await InteropClientRun.PassAsync([server], [client]);
    }
}
