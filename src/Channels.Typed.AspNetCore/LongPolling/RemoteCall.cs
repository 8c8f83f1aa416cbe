namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>A call from this server to a session of another server.</summary>
internal sealed class RemoteCall
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<(int Status, byte[] Messages)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Completes when the session has confirmed that it received the call.</summary>
    public Task Seen => _seen.Task;

    /// <summary>Completes with the answer of the session.</summary>
    public Task<(int Status, byte[] Messages)> Answer => _answer.Task;

    public void OnSeen() => _seen.TrySetResult();

    public void OnAnswer(int status, byte[] messages)
    {
        _answer.TrySetResult((status, messages));
        _seen.TrySetResult();
    }
}
