namespace Channels.Typed.AspNetCore.Handlers;

/// <summary>Disposes of what the application wrote, which may want it in either way or not at all.</summary>
internal static class Disposal
{
    public static ValueTask OfAsync(object? instance)
    {
        switch (instance)
        {
            case IAsyncDisposable disposable:
                return disposable.DisposeAsync();
            case IDisposable disposable:
                disposable.Dispose();
                return default;
            default:
                return default;
        }
    }
}
