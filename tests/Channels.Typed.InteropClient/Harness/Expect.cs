using Channels.Typed.Client;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>The assertions of checks.</summary>
internal static class Expect
{
    /// <summary>The time limit for everything that is expected to happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CheckFailedException($"{what}: expected {expected}, got {actual?.ToString() ?? "null"}");
        }
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what) =>
        Equal(string.Join(", ", expected), string.Join(", ", actual), what);

    public static void True(bool condition, string what)
    {
        if (!condition)
        {
            throw new CheckFailedException(what);
        }
    }

    public static async Task<ChannelException> FailsAsync(Task task, ChannelErrorReason reason)
    {
        try
        {
            await task.WithinAsync("a failure").ConfigureAwait(false);
        }
        catch (ChannelException e)
        {
            Equal(reason, e.Reason, "reason");
            return e;
        }

        throw new CheckFailedException($"succeeded, but should have failed with {reason}");
    }

    public static async Task<PushRejectedException> IsRejectedAsync(Task task)
    {
        try
        {
            await task.WithinAsync("a refusal").ConfigureAwait(false);
        }
        catch (PushRejectedException e)
        {
            return e;
        }

        throw new CheckFailedException("succeeded, but should have been answered with an error");
    }

    public static async Task<T> WithinAsync<T>(this Task<T> task, string what)
    {
        await ((Task)task).WithinAsync(what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    public static async Task WithinAsync(this Task task, string what)
    {
        using var stop = new CancellationTokenSource();
        Task patience = Clock.DelayAsync(Patience, stop.Token);
        if (await Task.WhenAny(task, patience).ConfigureAwait(false) == patience)
        {
            throw new CheckFailedException($"{what} did not happen within {Patience.TotalSeconds} s");
        }

        stop.Cancel();
        await task.ConfigureAwait(false);
    }

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (int i = 0; !condition(); i++)
        {
            True(i < Patience.TotalMilliseconds / 20, $"{what} did not come true within {Patience.TotalSeconds} s");
            await Clock.DelayAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None).ConfigureAwait(false);
        }
    }

    public static Task IsAsync(this ChannelSocket socket, SocketState state) => UntilAsync(() => socket.State == state, $"state {state}");
}
