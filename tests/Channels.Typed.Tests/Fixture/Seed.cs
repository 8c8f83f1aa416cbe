using System.Globalization;

namespace Channels.Typed.Tests.Fixture;

/// <summary>
/// Seeds of random tests. A seed is the same in every run unless <c>CHANNELS_TEST_SEED</c> is set, and is always in the test's output.
/// </summary>
internal static class Seed
{
    public static int Take(int defaultSeed)
    {
        string? variable = Environment.GetEnvironmentVariable("CHANNELS_TEST_SEED");
        int seed = int.TryParse(variable, CultureInfo.InvariantCulture, out int given) ? given : defaultSeed;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}; repeat with CHANNELS_TEST_SEED={seed}.");
        return seed;
    }
}
