namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A source of random numbers that always returns one value.</summary>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
