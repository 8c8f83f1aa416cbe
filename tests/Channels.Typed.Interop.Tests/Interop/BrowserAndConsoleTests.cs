using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>Two browser tabs and the console program in one room, while the server is killed and started again.</summary>
public sealed class BrowserAndConsoleTests(NodeDriver driver)
{
    [Fact]
    public async Task TwoTabsAndAConsole_ExchangeMessages_AlsoAfterTheServerWasKilledAndStarted()
    {
        await using ChatProcess server = await ChatProcess.StartAsync();
        await using var browser = new BrowserTabs(driver);
        await using ConsoleClient carl = await ConsoleClient.JoinAsync(server.Page, "Carl");
        await browser.EnterAsync("ann", server.Page, "Ann");
        await browser.EnterAsync("bea", server.Page, "Bea");
        await ExchangeMessagesAsync(browser, carl, "before");

        await server.KillAsync();
        await browser.ExpectStatusAsync("ann", "Reconnecting…");
        await browser.ExpectStatusAsync("bea", "Reconnecting…");
        await carl.ExpectDisconnectedAsync();
        await server.StartAgainAsync();
        await browser.ExpectStatusAsync("ann", "Connected");
        await browser.ExpectStatusAsync("bea", "Connected");
        await carl.ExpectRejoinedAsync();

        await ExchangeMessagesAsync(browser, carl, "after");
        await browser.TakeScreenshotAsync("ann", Path.Combine(AppContext.BaseDirectory, "chat.png"));
    }

    private static async Task ExchangeMessagesAsync(BrowserTabs browser, ConsoleClient carl, string when)
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
