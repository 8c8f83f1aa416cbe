namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Refuses and names connections as their parameters say.</summary>
internal sealed class FixtureSocket : IUserSocket
{
    public static void Configure(SocketBuilder socket) => socket.Add<FixtureChannel>().Add<UntypedFixtureChannel>("raw:{rest}", "private", "passed_on");

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken)
    {
        if (connect.Params.TryGetValue("reject", out string? reject))
        {
            return new(reject == "429" ? ConnectResult.Refuse(429, "slow down") : ConnectResult.Refuse());
        }

        connect.Socket.Id = connect.Params.TryGetValue("user", out string? user) ? "user:" + user : null;
        return new(ConnectResult.Accept());
    }
}
