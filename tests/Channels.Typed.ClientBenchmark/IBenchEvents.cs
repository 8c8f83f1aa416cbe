namespace Channels.Typed.ClientBenchmark;

/// <summary>The events of the measured channel.</summary>
public interface IBenchEvents
{
    [HandleOut]
    ValueTask NotedAsync(Note note);
}
