namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The status inside an answer's body (protocol section "Body statuses"); that of HTTP is 200 with all of them.</summary>
internal static class PollStatus
{
    public const int Ok = 200;

    /// <summary>The window of a poll has passed without a message.</summary>
    public const int NoContent = 204;

    public const int Forbidden = 403;

    /// <summary>A message was not acknowledged in time, or never will be.</summary>
    public const int Timeout = 408;

    /// <summary>There is no such session; what answers a GET has the token of a new one.</summary>
    public const int Gone = 410;
}
