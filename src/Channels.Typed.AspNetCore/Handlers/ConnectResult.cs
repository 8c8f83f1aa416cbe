using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore;

/// <summary>The answer of a user socket to a client that wants to connect. Immutable.</summary>
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

    /// <summary>Gets the HTTP status of the answer: 101, or the status of the refusal.</summary>
    public int StatusCode { get; }

    /// <summary>Gets the body of a refusal.</summary>
    /// <value><see langword="null"/> for none.</value>
    public string? Text { get; }

    /// <summary>Gets why the client was refused, for <see cref="SocketOptions.ErrorHandler"/>. It is not sent to the client.</summary>
    /// <value><see langword="null"/> if no reason was given.</value>
    public string? Reason { get; }

    /// <summary>Accepts the client.</summary>
    /// <returns>The result.</returns>
    public static ConnectResult Accept() => Accepted;

    /// <summary>Refuses the client with status 403 and no body, as Phoenix does.</summary>
    /// <returns>The result.</returns>
    public static ConnectResult Refuse() => Refused;

    /// <summary>
    /// Refuses the client with a reason for <see cref="SocketOptions.ErrorHandler"/>. Without an error handler: status 403 and no body.
    /// </summary>
    /// <param name="reason">The reason. It is not sent to the client.</param>
    /// <returns>The result.</returns>
    public static ConnectResult Refuse(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new ConnectResult(isAccepted: false, StatusCodes.Status403Forbidden, null, reason);
    }

    /// <summary>Refuses the client with another status. Native clients can read it; browsers do not show it to scripts.</summary>
    /// <param name="statusCode">The status, 400 to 599.</param>
    /// <param name="text">The body, plain text. The client can read it.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not from 400 to 599.</exception>
    public static ConnectResult Refuse(int statusCode, string? text = null) => statusCode is >= 400 and <= 599
        ? new ConnectResult(isAccepted: false, statusCode, text, null)
        : throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A refusal needs a status from 400 to 599.");
}
