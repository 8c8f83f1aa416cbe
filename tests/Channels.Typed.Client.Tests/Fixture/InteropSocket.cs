using Channels.Typed.AspNetCore;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>
/// The user socket of the server. It refuses clients with the parameter "refuse", and uses the parameter "user" as the id of the
/// others.
/// </summary>
internal sealed class InteropSocket(ConnectLog log) : IUserSocket
{
    public static void Configure(SocketBuilder socket) => socket.Add<InteropChannel>();

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken)
    {
        log.Entries.Enqueue(new ConnectRecord(
            connect.Transport,
            connect.AuthToken,
            connect.Params.ToDictionary(),
            string.Join('\n', connect.HttpContext.Request.Headers.Select(static header => $"{header.Key}: {header.Value}"))));
        if (connect.Params.ContainsKey("refuse"))
        {
            return new(ConnectResult.Refuse());
        }

        connect.Socket.Id = connect.Params.TryGetValue("user", out string? user) ? user : null;
        return new(ConnectResult.Accept());
    }
}
