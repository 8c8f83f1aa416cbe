namespace Channels.Typed.Generators.Reading;

/// <summary>A model, and what is wrong with what it was read from.</summary>
internal readonly struct ReadResult<T>(T? model, IReadOnlyList<Problem> problems)
    where T : class
{
    public T? Model { get; } = model;

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
