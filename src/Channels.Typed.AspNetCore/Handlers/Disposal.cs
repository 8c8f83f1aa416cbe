namespace Channels.Typed.AspNetCore.Handlers;

/// <summary>
/// Disposes objects of the application, which may implement <see cref="IAsyncDisposable"/>, <see cref="IDisposable"/>, or neither.
/// </summary>
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
