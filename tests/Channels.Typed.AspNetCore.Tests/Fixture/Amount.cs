namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A payload whose constructor throws if the value is negative.</summary>
internal sealed record Amount
{
    public Amount(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    public int Value { get; }
}
