using System.Runtime.CompilerServices;

namespace Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;

/// <summary>Bounds every wait of a test, and says what was waited for.</summary>
internal static class Guard
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<T> Within<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        try
        {
            return await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"'{what}' is {task.Status} after {Limit}.");
            throw;
        }
    }
}
