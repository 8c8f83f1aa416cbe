namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A user socket that reports its disposal. <c>?reject</c> refuses, <c>?fail</c> throws.</summary>
internal sealed class DisposableSocket(TestLog log) : IUserSocket, IAsyncDisposable
{
    public static void Configure(SocketBuilder socket) => socket.Add<FixtureChannel>();

    public ValueTask<ConnectResult> ConnectAsync(ConnectContext connect, CancellationToken cancellationToken) =>
        connect.Params.ContainsKey("fail") ? throw new InvalidOperationException("connect")
        : new(connect.Params.ContainsKey("reject") ? ConnectResult.Refuse() : ConnectResult.Accept());

    public ValueTask DisposeAsync()
    {
        log.Disposed.TrySetResult();
        return default;
    }
}
