namespace Channels.Typed.Soak.Attacks;

/// <summary>A client that asks for 10,000 replies of 64 kB and reads none.</summary>
internal sealed class NotReadingAttack : IAttack
{
    public string Name => "replies that are not read";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var sockets = new Sockets();
        SoakSocket socket = await sockets.ConnectAsync(server);
        await socket.CallAsync("1", "1", "hung:a", "phx_join");
        await Sockets.SendAsync(socket, Enumerable.Repeat("""["1","2","hung:a","big",{"bytes":64000}]""", 10_000));
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        return sockets;
    }
}
