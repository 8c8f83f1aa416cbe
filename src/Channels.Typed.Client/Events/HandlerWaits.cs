namespace Channels.Typed.Client.Events;

/// <summary>
/// Which handlers wait for the handlers of another channel, because they dispose it. Handlers that waited for each other would wait until
/// the time limit.
/// </summary>
internal static class HandlerWaits
{
    // For all sockets: a handler may dispose a channel of another socket.
    private static readonly object Lock = new();

    /// <summary>Begins a wait of a handler of one channel for the handlers of another one.</summary>
    /// <returns><see langword="false"/> if those wait for the first channel already, so the caller must not wait.</returns>
    public static bool TryBegin(Subscriptions waiting, Subscriptions awaited)
    {
        lock (Lock)
        {
            if (Reaches(awaited, waiting))
            {
                return false;
            }

            waiting.WaitsFor.Add(awaited);
            return true;
        }
    }

    public static void End(Subscriptions waiting, Subscriptions awaited)
    {
        lock (Lock)
        {
            _ = waiting.WaitsFor.Remove(awaited);
        }
    }

    // The waits have no cycle, because TryBegin refuses the one that would close it.
    private static bool Reaches(Subscriptions from, Subscriptions target) =>
        from == target || from.WaitsFor.Exists(next => Reaches(next, target));
}
