namespace Channels.Typed.Soak.Attacks;

/// <summary>Joins whose refs have 0.9 MB each. Refs are kept for as long as the channel is.</summary>
internal sealed class RefAttack : IAttack
{
    public string Name => "long refs";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var sockets = new Sockets();
        string reference = new('1', 900_000);
        for (int i = 0; i < 100; i++)
        {
            SoakSocket socket = await sockets.ConnectAsync(server);
            await Sockets.SendAsync(socket, [$"""["{reference}","{reference}","bench:{i}","phx_join",""" + "{}]"]);
        }

        return sockets;
    }
}
