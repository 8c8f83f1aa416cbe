using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The server's program.</summary>
public sealed class ServerProgramTests
{
    [Fact]
    public async Task Port_Taken_SaysWhatToDo()
    {
        await using ChatProcess server = await ChatProcess.StartAsync();
        await using LineProcess second = server.StartOnSamePort();

        int exitCode = await second.WaitForExitAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("--urls http://localhost:5081", second.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsServed()
    {
        await using ChatProcess server = await ChatProcess.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Page };

        Assert.Contains("<title>Chat</title>", await http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("phx_join", await http.GetStringAsync("/lib/phoenix.mjs"), StringComparison.Ordinal);
    }
}
