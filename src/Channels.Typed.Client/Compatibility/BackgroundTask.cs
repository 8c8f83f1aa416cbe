namespace Channels.Typed.Client.Compatibility;

/// <summary>Starts what outlives the call that starts it.</summary>
internal static class BackgroundTask
{
    /// <summary>Runs on the thread pool without the caller's execution context: what the caller carries along is none of the task's business.</summary>
    public static Task Run(Func<Task> run)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(run);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(run);
        }
    }
}
