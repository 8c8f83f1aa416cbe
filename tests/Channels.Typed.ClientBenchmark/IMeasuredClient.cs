namespace Channels.Typed.ClientBenchmark;

/// <summary>A client that is measured.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    Task<Note> EchoAsync(Note note);

    /// <summary>Has the server send events; the action is called with each.</summary>
    Task BurstAsync(Burst burst);

    void OnEvent(Action<Note> handler);
}
