namespace Channels.Typed.Soak.Attacks;

/// <summary>
/// No attack, but looks like one: a client on a link of 1 MB/s joins 90 channels at once, each with a snapshot of 50 kB, as after each
/// reconnect. All must be answered.
/// </summary>
internal sealed class SlowLink : IAttack
{
    private const int Channels = 90;

    public string Name => "slow link";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var sockets = new Sockets();
        for (int connect = 0; connect < 3; connect++)
        {
            SoakSocket socket = await sockets.ConnectAsync(server, bytesPerSecond: 1_000_000);
            using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            Task sending = Task.Run(
                async () =>
                {
                    for (int i = 1; i <= Channels; i++)
                    {
                        await socket.SendAsync($$"""["{{i}}","{{i}}","hung:{{i}}","phx_join",{"bytes":50000}]""", guard.Token);
                    }
                });
            for (int i = 0; i < Channels; i++)
            {
                string reply = await socket.ReceiveAsync(guard.Token);
                if (!reply.Contains("\"status\":\"ok\"", StringComparison.Ordinal))
                {
                    throw new IOException($"Join {i} was not answered ok.");
                }
            }

            await sending;
            socket.Abort();
        }

        return sockets;
    }
}
