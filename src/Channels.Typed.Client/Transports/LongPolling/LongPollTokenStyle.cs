namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>
/// Where the session token is sent. In a header, so that it does not appear in logs of addresses; or in the address, for servers that read
/// it only there. The socket detects this once: such a server does not find the session if the token is in the header. Safe for use from
/// several threads.
/// </summary>
internal sealed class LongPollTokenStyle
{
    private volatile bool _isInAddress;

    public bool IsInAddress
    {
        get => _isInAddress;
        set => _isInAddress = value;
    }
}
