namespace Channels.Typed.Generators.Reading;

/// <summary>A model, and the problems of the type that it was read from. The model is null if no code can be generated.</summary>
internal readonly struct ReadResult<T>(T? model, IReadOnlyList<Problem> problems)
    where T : class
{
    public T? Model { get; } = model;

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
