namespace Channels.Typed.Client.Transports;

/// <summary>The connection is given up, or was not made, since another transport is better: the next attempt comes at once.</summary>
internal sealed class TransportSwitchException(string transport, string why, Exception? innerException = null)
    : Exception($"The transport is changed to '{transport}': {why}.", innerException)
{
    public string Transport { get; } = transport;
}
