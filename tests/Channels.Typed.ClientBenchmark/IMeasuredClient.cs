namespace Channels.Typed.ClientBenchmark;

/// <summary>A client that is measured.</summary>
internal interface IMeasuredClient : IAsyncDisposable
{
    string Name { get; }

    Task<Note> EchoAsync(Note note);

    /// <summary>Makes the server send events.</summary>
    Task BurstAsync(Burst burst);

    void OnEvent(Action<Note> handler);
}
