using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The whole of it: two browser tabs and the console program in one room, and a server that is killed under them.</summary>
public sealed class EverybodyTests(NodeDriver driver)
{
    [Fact]
    public async Task TwoTabsAndAConsole_HearEachOther_AndGoOnWhenTheServerIsKilledAndStartedAgain()
    {
        await using ChatProcess server = await ChatProcess.StartAsync();
        await using var browser = new Tabs(driver);
        await using ConsoleClient carl = await ConsoleClient.JoinAsync(server.Page, "Carl");
        await browser.EnterAsync("ann", server.Page, "Ann");
        await browser.EnterAsync("bea", server.Page, "Bea");
        await TalkAsync(browser, carl, "before");

        await server.KillAsync();
        await browser.ExpectStatusAsync("ann", "Reconnecting…");
        await browser.ExpectStatusAsync("bea", "Reconnecting…");
        await carl.ExpectDisconnectedAsync();
        await server.StartAgainAsync();
        await browser.ExpectStatusAsync("ann", "Connected");
        await browser.ExpectStatusAsync("bea", "Connected");
        await carl.ExpectRejoinedAsync();

        await TalkAsync(browser, carl, "after");
        await browser.TakeScreenshotAsync("ann", Path.Combine(AppContext.BaseDirectory, "chat.png"));
    }

    private static async Task TalkAsync(Tabs browser, ConsoleClient carl, string when)
    {
        await browser.SayAsync("ann", $"Ann {when}");
        await browser.ExpectMessageAsync("bea", $"Ann {when}");
        await carl.ExpectMessageAsync("Ann", $"Ann {when}");

        await browser.SayAsync("bea", $"Bea {when}");
        await browser.ExpectMessageAsync("ann", $"Bea {when}");
        await carl.ExpectMessageAsync("Bea", $"Bea {when}");

        await carl.SayAsync($"Carl {when}");
        await browser.ExpectMessageAsync("ann", $"Carl {when}");
        await browser.ExpectMessageAsync("bea", $"Carl {when}");
    }
}
