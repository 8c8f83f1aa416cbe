using System.Globalization;
using System.Net;
using System.Runtime.InteropServices.JavaScript;

namespace Channels.Typed.Tests.Shared;

/// <summary>
/// A proxy between client and server, for connections that are lost. A browser cannot listen, so the server of the page has the proxies (a
/// <c>WasmHost</c> of the tests), and this class only commands one of them.
/// </summary>
internal sealed partial class TcpProxy : IDisposable
{
    private TcpProxy(int port) => Port = port;

    public int Port { get; }

    public static TcpProxy Start(IPEndPoint server) =>
        new(int.Parse(Post($"start/{server.Port.ToString(CultureInfo.InvariantCulture)}"), CultureInfo.InvariantCulture));

    public void Cut() => Do("cut");

    public void HalfClose() => Do("half-close");

    public void Stall() => Do("stall");

    public void Refuse(bool refuses) => Do(refuses ? "refuse" : "accept");

    public void Dispose() => Do("dispose");

    // Does not return before the server has done it, like the proxy of other platforms.
    [JSImport("postToHost", "main.js")]
    private static partial string Post(string command);

    private void Do(string what) => _ = Post($"{what}/{Port.ToString(CultureInfo.InvariantCulture)}");
}
