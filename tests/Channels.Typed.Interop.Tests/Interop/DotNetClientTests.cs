using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The client's long session on .NET.</summary>
public sealed class DotNetClientTests
{
    [Fact]
    public async Task OnDotNet_AllChecksPass() =>
        await InteropClientRun.PassAsync(["dotnet", Repository.InteropServer], ["dotnet", Repository.InteropClient]);
}
