namespace Channels.Typed.Client.Transports;

internal enum TransportMessageKind
{
    Text,
    Binary,
    Close,
}
