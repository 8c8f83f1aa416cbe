using System.Net;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>
/// The chat's server as a process, which can be killed and started again. Its clients connect to a proxy, because the port of a killed
/// program may not be free any more.
/// </summary>
internal sealed class ChatProcess : IAsyncDisposable
{
    private const string Announcement = "Chat is on ";

    private readonly TcpProxy _proxy;
    private LineProcess _process;
    private Uri _own;

    private ChatProcess(LineProcess process, Uri own)
    {
        _process = process;
        _own = own;
        _proxy = TcpProxy.Start(AddressOf(own));
    }

    public Uri Page => new($"http://127.0.0.1:{_proxy.Port}");

    public static async Task<ChatProcess> StartAsync()
    {
        (LineProcess process, Uri own) = await StartProgramAsync();
        return new ChatProcess(process, own);
    }

    public Task KillAsync() => _process.KillAsync();

    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        (_process, _own) = await StartProgramAsync();
        _proxy.Server = AddressOf(_own);
    }

    /// <summary>Starts a second server on the same port, which fails.</summary>
    public LineProcess StartOnSamePort() => Start(_own.GetLeftPart(UriPartial.Authority));

    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<(LineProcess Process, Uri Own)> StartProgramAsync()
    {
        LineProcess process = Start("http://127.0.0.1:0");
        string line = await process.ExpectAsync(
            printed => printed.StartsWith(Announcement, StringComparison.Ordinal), $"'{Announcement}…'");
        return (process, new Uri(line[Announcement.Length..]));
    }

    private static IPEndPoint AddressOf(Uri own) => new(IPAddress.Loopback, own.Port);

    private static LineProcess Start(string url) => LineProcess.Start("dotnet", Repository.Sample("Chat.Server"), "--urls", url);
}
