using System.Runtime.CompilerServices;

namespace Channels.Typed.Tests.Fixture;

/// <summary>Limits the time of every wait of a test. A wait that takes too long fails with the expression that was awaited.</summary>
internal static class Waiting
{
    public static async Task Within(this Task task, [CallerArgumentExpression(nameof(task))] string? expression = null)
    {
        try
        {
            await task.WaitAsync(Patience.Time);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"'{expression}' is {task.Status} after {Patience.Time}.");
        }
    }

    public static async Task<T> Within<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? expression = null)
    {
        await ((Task)task).Within(expression);
        return await task;
    }
}
