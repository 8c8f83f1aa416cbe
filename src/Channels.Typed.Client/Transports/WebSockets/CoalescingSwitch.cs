namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>The switch of a <c>CoalescingStream</c>. On: another message follows, so the stream keeps what is written.</summary>
internal sealed class CoalescingSwitch
{
    private volatile bool _isOn;

    /// <summary>Gets or sets a value indicating whether another message is certain to follow.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }
}
