using Channels.Typed.Tests.Fixture;
using Channels.Typed.Topics;

namespace Channels.Typed.Tests.Behaviour.Topics;

/// <summary>
/// Formatting and matching are inverse: a formatted topic matches with the same values, and the values of a matched topic format to it.
/// </summary>
public sealed class TopicPatternRoundTripTests
{
    private const int Rounds = 50_000;

    // Few letters, so that values and separators collide often.
    private const string Letters = "ab:";

    private static readonly string[] Patterns =
        ["{x}", "{x}:{y}", "{x}::{y}", "a{x}aba{y}", "{x}ab{y}:", "a:{x}:b:{y}", "{x}:{y:int}", "{x:int}:{y}", "{x}a{y}b{z}"];

    [Fact]
    public void FormattedValues_AreMatched()
    {
        int seed = Seed.Take(31_337);
        var random = new Random(seed);
        int formatted = 0;
        for (int i = 0; i < Rounds; i++)
        {
            TopicPattern pattern = TopicPattern.Parse(Patterns[random.Next(5)]);
            string[] values = [.. Enumerable.Range(0, pattern.ParameterCount).Select(_ => Text(random))];
            if (TryFormat(pattern, values) is { } topic)
            {
                var found = new string[values.Length];
                Assert.True(
                    pattern.TryMatch(topic, found) && values.SequenceEqual(found),
                    $"Seed {seed}, round {i}: '{pattern}' made '{topic}' from '{string.Join("', '", values)}' and matched '{string.Join("', '", found)}'.");
                formatted++;
            }
        }

        Assert.InRange(formatted, Rounds / 10, Rounds - 1);
    }

    [Fact]
    public void MatchedTopics_AreFormatted()
    {
        int seed = Seed.Take(31_338);
        var random = new Random(seed);
        int matched = 0;
        for (int i = 0; i < Rounds; i++)
        {
            TopicPattern pattern = TopicPattern.Parse(Patterns[random.Next(Patterns.Length)]);
            string topic = Text(random) + (random.Next(2) == 0 ? random.Next(-20, 20) : "") + Text(random);
            var values = new string[pattern.ParameterCount];
            if (pattern.TryMatch(topic, values))
            {
                Assert.True(
                    topic == pattern.Format(values),
                    $"Seed {seed}, round {i}: '{pattern}' read '{string.Join("', '", values)}' from '{topic}'.");
                matched++;
            }
        }

        Assert.InRange(matched, Rounds / 10, Rounds - 1);
    }

    private static string? TryFormat(TopicPattern pattern, string[] values)
    {
        try
        {
            return pattern.Format(values);
        }
        catch (TopicFormatException)
        {
            return null;
        }
    }

    private static string Text(Random random) =>
        new([.. Enumerable.Range(0, random.Next(6)).Select(_ => Letters[random.Next(Letters.Length)])]);
}
