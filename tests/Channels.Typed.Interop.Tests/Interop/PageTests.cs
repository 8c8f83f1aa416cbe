using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The chat's page in a real browser.</summary>
public sealed class PageTests(NodeDriver driver)
{
    [Fact]
    public async Task Refusals_AreShownAtTheirField()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using var browser = new BrowserTabs(driver);
        await browser.EnterAsync("ann", server.Page, "Ann");
        await browser.OpenAsync("bea", server.Page);

        await browser.TryEnterAsync("bea", " ");
        await browser.ExpectProblemAsync("bea", "Your name", "Tell the others what to call you.");
        await browser.TryEnterAsync("bea", "ann");
        await browser.ExpectProblemAsync("bea", "Your name", "Somebody here is called that already.");
        await browser.SayAsync("ann", new string('x', 501));
        await browser.ExpectProblemAsync("ann", "Message", "That is too long: 500 characters at most.");
        await browser.SayAsync("ann", "");
        await browser.ExpectProblemAsync("ann", "Message", "There is nothing to send yet.");
    }

    [Fact]
    public async Task Room_ShowsHistoryNoticesAndTyping()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using var browser = new BrowserTabs(driver);
        await browser.EnterAsync("ann", server.Page, "Ann");
        await browser.SayAsync("ann", "Anybody here?");
        await browser.ExpectMessageAsync("ann", "Anybody here?");

        await browser.WatchForAsync("ann", "Bea joined");
        await browser.WatchForAsync("ann", "Bea is typing…");
        await browser.EnterAsync("bea", server.Page, "Bea");

        await browser.ExpectMessageAsync("bea", "Anybody here?");
        await browser.ExpectWatchedAsync("ann", "Bea joined");
        await browser.TypeAsync("bea", "Wait");
        await browser.ExpectWatchedAsync("ann", "Bea is typing…");
    }

    [Fact]
    public async Task Rooms_AreApart()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using var browser = new BrowserTabs(driver);
        await browser.EnterAsync("ann", new Uri(server.Page, "/?room=kitchen"), "Ann");
        await browser.EnterAsync("bea", new Uri(server.Page, "/?room=cellar"), "Ann");
        await browser.EnterAsync("carl", new Uri(server.Page, "/?room=kitchen"), "Carl");

        await browser.SayAsync("bea", "It is dark here");
        await browser.ExpectMessageAsync("bea", "It is dark here");
        await browser.SayAsync("ann", "Coffee?");

        await browser.ExpectMessageAsync("carl", "Coffee?");
        await browser.ExpectNoMessageAsync("carl", "It is dark here");
    }
}
