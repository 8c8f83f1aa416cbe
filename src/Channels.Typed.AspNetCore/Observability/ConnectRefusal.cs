namespace Channels.Typed.AspNetCore.Observability;

/// <summary>The reasons why a connect is refused: values of the tag <c>channels.reason</c>, also used in the log.</summary>
internal static class ConnectRefusal
{
    public const string Method = "method";
    public const string Params = "params";
    public const string Origin = "origin";
    public const string AuthToken = "auth_token";
    public const string Subprotocol = "subprotocol";
    public const string Version = "version";
    public const string UserSocket = "user_socket";
    public const string Upgrade = "upgrade";
    public const string TooManyConnections = "too_many_connections";
    public const string TooManyOfAddress = "too_many_of_address";
    public const string Stopping = "stopping";
    public const string Failed = "failed";
}
