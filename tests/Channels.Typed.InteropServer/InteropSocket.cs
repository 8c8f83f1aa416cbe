using Channels.Typed.AspNetCore;
using Channels.Typed.InteropServer.Cases;
using Channels.Typed.InteropServer.Hung;
using Channels.Typed.InteropServer.Recorded;

namespace Channels.Typed.InteropServer;

/// <summary>A user socket whose parameters choose whether it refuses, throws, or sets an id.</summary>
internal sealed class InteropSocket : IUserSocket
{
    public static void Configure(SocketBuilder socket) => socket
        .Add<BenchChannel>("bench:{name}")
        .Add<RoomChannel>("room:{room}", "private")
        .Add<BenchChannel>("exact")
        .Add<HungChannel>("hung:{name}")
        .Add<CaseChannel>();

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken)
    {
        if (connect.AuthToken == "bad")
        {
            return new(ConnectResult.Refuse());
        }

        switch (connect.Params.GetValueOrDefault("token"))
        {
            case "refuse":
                return new(ConnectResult.Refuse());
            case "refuse_reason":
                return new(ConnectResult.Refuse("unauthorized"));
            case "raise":
                throw new InvalidOperationException("The client asked for this.");
        }

        connect.Socket.Id = connect.Params.TryGetValue("user", out string? user) ? "user:" + user : null;
        return new(ConnectResult.Accept());
    }
}
