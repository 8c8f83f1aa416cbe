namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The chat's server as users start it: a program of its own, which can be killed and started again on its port.</summary>
internal sealed class ChatProcess : IAsyncDisposable
{
    private const string Announcement = "Chat is on ";

    private LineProcess _process;

    private ChatProcess(LineProcess process, Uri page)
    {
        _process = process;
        Page = page;
    }

    public Uri Page { get; }

    public Uri Socket => new UriBuilder(Page) { Scheme = "ws", Path = "/socket" }.Uri;

    public static async Task<ChatProcess> StartAsync()
    {
        LineProcess process = Start("http://127.0.0.1:0");
        string line = await process.ExpectAsync(printed => printed.StartsWith(Announcement, StringComparison.Ordinal), $"'{Announcement}…'");
        return new ChatProcess(process, new Uri(line[Announcement.Length..]));
    }

    public Task KillAsync() => _process.KillAsync();

    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = Start(Page.GetLeftPart(UriPartial.Authority));
        await _process.ExpectAsync(printed => printed.StartsWith(Announcement, StringComparison.Ordinal), $"'{Announcement}…'");
    }

    /// <summary>Starts a second server on the same port, which cannot be.</summary>
    public LineProcess StartRival() => Start(Page.GetLeftPart(UriPartial.Authority));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static LineProcess Start(string url) => LineProcess.Start("dotnet", Repository.Sample("Chat.Server"), "--urls", url);
}
