using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore;

/// <summary>What a user socket says to a connection attempt.</summary>
public sealed class ConnectResult
{
    private static readonly ConnectResult Accepted = new(isAccepted: true, StatusCodes.Status101SwitchingProtocols, null);
    private static readonly ConnectResult Refused = new(isAccepted: false, StatusCodes.Status403Forbidden, null);

    private ConnectResult(bool isAccepted, int statusCode, string? text)
    {
        IsAccepted = isAccepted;
        StatusCode = statusCode;
        Text = text;
    }

    internal bool IsAccepted { get; }

    internal int StatusCode { get; }

    internal string? Text { get; }

    /// <summary>Lets the client connect.</summary>
    /// <returns>The result.</returns>
    public static ConnectResult Accept() => Accepted;

    /// <summary>Refuses with status 403 and no body, as Phoenix does.</summary>
    /// <returns>The result.</returns>
    public static ConnectResult Refuse() => Refused;

    /// <summary>Refuses with a status of your own. Browsers do not show it to scripts, native clients can read it.</summary>
    /// <param name="statusCode">The status, 400 to 599.</param>
    /// <param name="text">The body, plain text; it is public.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The status is not one of a refusal.</exception>
    public static ConnectResult Refuse(int statusCode, string? text = null) => statusCode is >= 400 and <= 599
        ? new ConnectResult(isAccepted: false, statusCode, text)
        : throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A refusal needs a status from 400 to 599.");
}
