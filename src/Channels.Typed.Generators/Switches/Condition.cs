using System.Collections.Immutable;

namespace Channels.Typed.Generators.Switches;

/// <summary>When a pattern matches: a boolean formula of tests with unknown results, such as whether a property is less than 5.</summary>
/// <remarks>
/// Two tests are the same if their texts are equal. A formula that is true for all results of its tests is true for all values.
/// </remarks>
internal sealed class Condition
{
    /// <summary>
    /// Each test doubles the work, so formulas with more tests are not evaluated. Real code does not have that many for one case.
    /// </summary>
    private const int MostTests = 12;

    private const char NotUnderstood = '?';

    private readonly ImmutableSortedSet<string> _tests;
    private readonly Func<HashSet<string>, bool> _isTrue;

    private Condition(ImmutableSortedSet<string> tests, Func<HashSet<string>, bool> isTrue)
    {
        _tests = tests;
        _isTrue = isTrue;
    }

    public static Condition Always { get; } = new(NoTests, static _ => true);

    public static Condition Never { get; } = new(NoTests, static _ => false);

    private static ImmutableSortedSet<string> NoTests => ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public static Condition Test(string test) => new(NoTests.Add(test), passed => passed.Contains(test));

    /// <summary>A test that this analysis does not understand, and that may depend on other tests.</summary>
    public static Condition Unknown(string test) => Test(NotUnderstood + test);

    public Condition Not() => new(_tests, passed => !_isTrue(passed));

    public Condition And(Condition other) => new(_tests.Union(other._tests), passed => _isTrue(passed) && other._isTrue(passed));

    public Condition Or(Condition other) => new(_tests.Union(other._tests), passed => _isTrue(passed) || other._isTrue(passed));

    /// <summary>Whether the condition is true for all results of its tests.</summary>
    /// <param name="inDoubt">The answer if it depends on tests that are not understood, or if there are too many tests.</param>
    public bool IsCertain(bool inDoubt) => _tests.Count > MostTests
        ? inDoubt
        : IsCertain(inDoubt, [.. _tests.OrderBy(static test => test[0] == NotUnderstood)], 0, []);

    private bool IsCertain(bool inDoubt, string[] tests, int index, HashSet<string> passed)
    {
        if (index == tests.Length)
        {
            return _isTrue(passed);
        }

        // If inDoubt is true, one result of a test that is not understood is enough. For all other tests, the condition must be true for
        // both results.
        bool isOneEnough = inDoubt && tests[index][0] == NotUnderstood;
        if (IsCertain(inDoubt, tests, index + 1, passed) == isOneEnough)
        {
            return isOneEnough;
        }

        passed.Add(tests[index]);
        bool result = IsCertain(inDoubt, tests, index + 1, passed);
        passed.Remove(tests[index]);
        return result;
    }
}
