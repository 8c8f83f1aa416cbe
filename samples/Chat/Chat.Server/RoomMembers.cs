using System.Diagnostics.CodeAnalysis;

namespace Chat.Server;

/// <summary>The members of each room. Safe for use from several threads.</summary>
public sealed class RoomMembers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, Seat>> _rooms = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes a nick. If it is taken already, only the session that holds it can take it again: after a lost connection that the server has
    /// not noticed yet.
    /// </summary>
    public bool TryEnter(string room, string nick, string? session, [NotNullWhen(true)] out Seat? seat)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room, out Dictionary<string, Seat>? seats))
            {
                _rooms.Add(room, seats = new(StringComparer.OrdinalIgnoreCase));
            }

            bool isTaken = seats.TryGetValue(nick, out Seat? taken);
            if (isTaken && (session is null || taken!.Session != session)) // If it is taken, the seat is not null.
            {
                seat = null;
                return false;
            }

            seats[nick] = seat = new Seat(room, nick, session, IsNew: !isTaken);
            return true;
        }
    }

    /// <summary>Frees a nick.</summary>
    /// <returns>Whether the nick is free now; <see langword="false"/> if its session has taken another seat since.</returns>
    public bool Leave(Seat seat)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(seat.Room, out Dictionary<string, Seat>? seats)
                || !seats.TryGetValue(seat.Nick, out Seat? current)
                || !ReferenceEquals(current, seat))
            {
                return false;
            }

            seats.Remove(seat.Nick);
            if (seats.Count == 0)
            {
                _rooms.Remove(seat.Room);
            }

            return true;
        }
    }

    /// <summary>Gets the nicks in a room, sorted.</summary>
    public IReadOnlyList<string> In(string room)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(room, out Dictionary<string, Seat>? seats)
                ? [.. seats.Keys.Order(StringComparer.OrdinalIgnoreCase)]
                : [];
        }
    }
}
