using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The console program with redirected input and output.</summary>
public sealed class ConsoleProgramTests
{
    [Fact]
    public async Task Session_PrintsEventsAndEndsWithQuit()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        _ = await ann.Room.PostMessageAsync(new("Before you came"));
        await using LineProcess carl = ConsoleClient.Start(server.Page, "Carl");

        await carl.ExpectAsync("Ann: Before you came");
        await carl.ExpectAsync("* you are in #lobby as Carl");
        await carl.ExpectAsync("* here now: Ann, Carl");
        await ann.Room.TypingAsync();
        await carl.ExpectAsync("* Ann is typing");
        _ = await ann.Room.PostMessageAsync(new("Two\nlines"));
        await carl.ExpectAsync("Ann: Two lines");
        await carl.WriteAsync(" ");
        await carl.ExpectAsync("! there is nothing in that message");
        await carl.WriteAsync(new string('x', 501));
        await carl.ExpectAsync("! that message is too long, 500 characters at most");
        await carl.WriteAsync("/quit");

        Assert.Equal(0, await carl.WaitForExitAsync());
    }

    [Fact]
    public async Task Join_Refused_SaysWhyAndFails()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        await using LineProcess other = ConsoleClient.Start(server.Page, "Ann");

        await other.ExpectAsync("! somebody in the room has that nick already");

        Assert.Equal(1, await other.WaitForExitAsync());
    }

    [Fact]
    public async Task Arguments_Wrong_SaysWhatIsRight()
    {
        await using LineProcess program = LineProcess.Start("dotnet", Repository.Sample("Chat.Console"), "--port", "1");

        Assert.Equal(2, await program.WaitForExitAsync());
        Assert.Contains("'--port' is not an option.", program.Transcript(), StringComparison.Ordinal);
    }
}
