namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>An HTTP handler that counts requests.</summary>
internal sealed class CountingHandler : DelegatingHandler
{
    private int _requests;

    public CountingHandler()
        : base(new SocketsHttpHandler())
    {
    }

    public int Requests => _requests;

    public bool IsDisposed { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _ = Interlocked.Increment(ref _requests);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
