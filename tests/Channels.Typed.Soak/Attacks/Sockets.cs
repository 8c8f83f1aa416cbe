namespace Channels.Typed.Soak.Attacks;

/// <summary>The connections of an attack. Disposing it aborts them all.</summary>
internal sealed class Sockets : IDisposable
{
    private readonly List<SoakSocket> _sockets = [];

    /// <summary>How long a send may wait before the attack counts as held up.</summary>
    private static readonly TimeSpan HeldUp = TimeSpan.FromSeconds(3);

    public async Task<SoakSocket> ConnectAsync(Server server, string query = "vsn=2.0.0", int? bytesPerSecond = null)
    {
        SoakSocket socket = await SoakSocket.ConnectAsync(server.Address, query, bytesPerSecond)
            ?? throw new IOException("The server refused the connection.");
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>Sends messages until the server stops reading or ends the connection.</summary>
    /// <returns>How many were sent.</returns>
    public static async Task<int> SendAsync(SoakSocket socket, IEnumerable<string> messages)
    {
        int sent = 0;
        try
        {
            foreach (string message in messages)
            {
                using var guard = new CancellationTokenSource(HeldUp);
                await socket.SendAsync(message, guard.Token);
                sent++;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            // The server holds the client up, or has closed the connection: both are right.
        }

        return sent;
    }

    public void Dispose()
    {
        foreach (SoakSocket socket in _sockets)
        {
            socket.Abort();
            socket.Dispose();
        }
    }
}
