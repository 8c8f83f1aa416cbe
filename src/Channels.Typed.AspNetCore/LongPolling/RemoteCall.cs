namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>A request of ours to the server that holds a session.</summary>
internal sealed class RemoteCall
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<(int Status, byte[] Messages)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Completes when the session is known to be alive.</summary>
    public Task Seen => _seen.Task;

    public Task<(int Status, byte[] Messages)> Answer => _answer.Task;

    public void OnSeen() => _seen.TrySetResult();

    public void OnAnswer(int status, byte[] messages)
    {
        _answer.TrySetResult((status, messages));
        _seen.TrySetResult();
    }
}
