namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>
/// A user socket whose parameters choose the result: <c>?reject=429</c> and <c>?reject</c> refuse, <c>?user=ann</c> sets the id.
/// </summary>
internal sealed class FixtureSocket : IUserSocket
{
    public static void Configure(SocketBuilder socket) =>
        socket.Add<FixtureChannel>().Add<UntypedFixtureChannel>("raw:{rest}", "private", "passed_on");

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
