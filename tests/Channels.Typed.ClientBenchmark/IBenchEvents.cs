namespace Channels.Typed.ClientBenchmark;

/// <summary>What the server sends.</summary>
public interface IBenchEvents
{
    [HandleOut]
    ValueTask NotedAsync(Note note);
}
