namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>
/// Where the token of a session travels. In a header, where no log of addresses shows it; in the address for servers that look nowhere
/// else, which is found out once per socket: they do not know a session whose token is in the header.
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
