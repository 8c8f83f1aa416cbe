namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>Tells the stream under a WebSocket that more is about to be written, so that it may wait for it.</summary>
internal sealed class CoalescingSwitch
{
    private volatile bool _isOn;

    /// <summary>Gets or sets a value indicating whether another message follows for certain.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }
}
