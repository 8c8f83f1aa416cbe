namespace Channels.Typed.Client.Transports;

/// <summary>The connection was dropped or not made, because another transport is better. The next attempt follows at once.</summary>
internal sealed class TransportSwitchException(string transport, string why, Exception? innerException = null)
    : Exception($"The transport changes to '{transport}': {why}.", innerException)
{
    public string Transport { get; } = transport;
}
