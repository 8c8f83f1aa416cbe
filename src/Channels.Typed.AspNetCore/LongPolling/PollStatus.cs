namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The status in the body of a response (protocol section "Body statuses"). The HTTP status is 200 for all of them.</summary>
internal static class PollStatus
{
    public const int Ok = 200;

    /// <summary>The window of a poll ended without a message.</summary>
    public const int NoContent = 204;

    public const int Forbidden = 403;

    /// <summary>A message was not accepted within its window, or the session ended before it was accepted.</summary>
    public const int Timeout = 408;

    /// <summary>The session does not exist. The response to a GET contains the token of a new session.</summary>
    public const int Gone = 410;
}
