using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore;

/// <summary>What a user socket says to a connection attempt. Immutable.</summary>
public sealed class ConnectResult
{
    private static readonly ConnectResult Accepted = new(isAccepted: true, StatusCodes.Status101SwitchingProtocols, null, null);
    private static readonly ConnectResult Refused = new(isAccepted: false, StatusCodes.Status403Forbidden, null, null);

    private ConnectResult(bool isAccepted, int statusCode, string? text, string? reason)
    {
        IsAccepted = isAccepted;
        StatusCode = statusCode;
        Text = text;
        Reason = reason;
    }

    /// <summary>Gets a value indicating whether the client may connect.</summary>
    public bool IsAccepted { get; }

    /// <summary>Gets the status of the answer: 101, or that of the refusal.</summary>
    public int StatusCode { get; }

    /// <summary>Gets the body of a refusal.</summary>
    /// <value><see langword="null"/> for none.</value>
    public string? Text { get; }

    /// <summary>Gets why the client was refused, for the mount's <see cref="SocketOptions.ErrorHandler"/>. The client is not told.</summary>
    /// <value><see langword="null"/> if no reason was given.</value>
    public string? Reason { get; }

    /// <summary>Lets the client connect.</summary>
    /// <returns>The result.</returns>
    public static ConnectResult Accept() => Accepted;

    /// <summary>Refuses with status 403 and no body, as Phoenix does.</summary>
    /// <returns>The result.</returns>
    public static ConnectResult Refuse() => Refused;

    /// <summary>Refuses with a reason, of which the mount's <see cref="SocketOptions.ErrorHandler"/> makes the answer; without one it is 403 and no body.</summary>
    /// <param name="reason">The reason. The client is not told.</param>
    /// <returns>The result.</returns>
    public static ConnectResult Refuse(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new ConnectResult(isAccepted: false, StatusCodes.Status403Forbidden, null, reason);
    }

    /// <summary>Refuses with a status of your own. Browsers do not show it to scripts, native clients can read it.</summary>
    /// <param name="statusCode">The status, 400 to 599.</param>
    /// <param name="text">The body, plain text; it is public.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not one of a refusal.</exception>
    public static ConnectResult Refuse(int statusCode, string? text = null) => statusCode is >= 400 and <= 599
        ? new ConnectResult(isAccepted: false, statusCode, text, null)
        : throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A refusal needs a status from 400 to 599.");
}
