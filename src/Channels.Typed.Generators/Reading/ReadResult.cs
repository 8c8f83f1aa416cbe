namespace Channels.Typed.Generators.Reading;

/// <summary>A model, or what stands in its way.</summary>
internal readonly struct ReadResult<T>(T? model, IReadOnlyList<Problem> problems)
    where T : class
{
    public T? Model { get; } = problems.Count == 0 ? model : null;

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
