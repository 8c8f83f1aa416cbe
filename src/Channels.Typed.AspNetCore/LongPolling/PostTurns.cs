namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// The POSTs that this server handles, one at a time for each session. A session is in the table while it has a POST. Safe for use from
/// several threads.
/// </summary>
internal sealed class PostTurns
{
    private readonly Dictionary<Guid, PostTurn> _turns = []; // Also the lock, also for PostTurn.Count.

    /// <summary>Counts a POST. It waits for its turn, and calls <see cref="Leave"/> at its end.</summary>
    /// <returns>Null if the session has as many POSTs as it may have.</returns>
    public PostTurn? TryEnter(Guid session, int maximum)
    {
        lock (_turns)
        {
            PostTurn turn = _turns.GetValueOrDefault(session) ?? new PostTurn();
            if (turn.Count >= maximum)
            {
                return null;
            }

            turn.Count++;
            _turns[session] = turn;
            return turn;
        }
    }

    public void Leave(Guid session, PostTurn turn)
    {
        lock (_turns)
        {
            if (--turn.Count == 0)
            {
                _turns.Remove(session);
            }
        }
    }
}
