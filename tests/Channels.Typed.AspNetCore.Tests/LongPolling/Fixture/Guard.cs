using System.Runtime.CompilerServices;

namespace Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;

/// <summary>Bounds every wait of a test, and says what was waited for.</summary>
internal static class Guard
{
    public static async Task<T> Within<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        try
        {
            return await task.WaitAsync(Patience.Time);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"'{what}' is {task.Status} after {Patience.Time}.");
            throw;
        }
    }
}
