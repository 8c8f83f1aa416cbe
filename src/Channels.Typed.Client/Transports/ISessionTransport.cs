namespace Channels.Typed.Client.Transports;

/// <summary>
/// A transport without a close, such as long polling: the server does not notice a disconnect until the session expires. Before the socket
/// ends such a connection, it leaves each channel explicitly.
/// </summary>
internal interface ISessionTransport : IClientTransport;
