namespace Channels.Typed.Client.Compatibility;

/// <summary>Starts tasks that outlive the call that starts them.</summary>
internal static class BackgroundTask
{
    /// <summary>
    /// Runs on the thread pool without the caller's execution context, so that the task does not keep the caller's async locals.
    /// </summary>
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
