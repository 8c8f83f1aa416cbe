using System.Globalization;

namespace Channels.Typed.Tests.Fixture;

/// <summary>
/// Seeds of random tests: the same in every run, another one on request (<c>CHANNELS_TEST_SEED</c>), and always in the test's output.
/// </summary>
internal static class Seed
{
    public static int Take(int usual)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("CHANNELS_TEST_SEED"), CultureInfo.InvariantCulture, out int given) ? given : usual;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}; repeat with CHANNELS_TEST_SEED={seed}.");
        return seed;
    }
}
