using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The long session of client and server that were compiled ahead of time.</summary>
public sealed class NativeClientTests
{
    [Fact]
    public async Task NativeAheadOfTime_BothEnds_AllChecksPass()
    {
        string? server = Repository.Native("Channels.Typed.InteropServer");
        string? client = Repository.Native("Channels.Typed.InteropClient");
        Assert.SkipWhen(server is null || client is null, "The programs are not published ahead of time. test.sh does it, with eng/publish-native.sh.");
        await InteropClientRun.PassAsync([server], [client]);
    }
}
