using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>All checks, in their order.</summary>
internal static class AllChecks
{
    public static IEnumerable<Check> For(Endpoint endpoint)
    {
        IEnumerable<Check> checks = JoinChecks.All
            .Concat(ReplyChecks.All)
            .Concat(EventChecks.All)
            .Concat(OrderChecks.All)
            .Concat(EndChecks.All)
            .Concat(MountChecks.All)
            .Concat(ConnectionChecks.All)
            .Concat(PresenceChecks.All);
        checks = endpoint.CanSendBytes ? checks.Concat(BinaryChecks.ToServer) : checks;
        return endpoint.CanReceiveBytes ? checks.Concat(BinaryChecks.FromServer) : checks;
    }
}
