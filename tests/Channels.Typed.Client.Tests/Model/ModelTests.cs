using System.Globalization;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// Random schedules against the kindl. <c>CHANNELS_TEST_SEED</c> goes through one schedule, that of the seed; <c>CHANNELS_TEST_SCHEDULES</c> says how many
/// there are, from that seed on if both are given.
/// </summary>
/// <remarks>
/// A seed always means the same steps at the same times of the clock. What differs from run to run is when the threads of the pool get to run: the loops of a
/// connection, handlers and payloads. After each step and each timer the test waits until the client has come to where the model is, so this decides how long
/// that takes and not what comes out, as long as it takes less than the patience.
/// </remarks>
public sealed class ModelTests
{
    private const int StepsOfASchedule = 60;

    [Fact]
    public async Task AnySchedule_TheClientDoesAsTheModel()
    {
        int? seed = Number("CHANNELS_TEST_SEED");
        int count = Number("CHANNELS_TEST_SCHEDULES") ?? (seed is null ? 2000 : 1);

        // Not the thread pool, which is for the client.
        string? failure = await Task.Factory.StartNew(
            () => Enumerable.Range(seed ?? 0, count).Select(Fail).FirstOrDefault(static failure => failure is not null),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        Assert.True(failure is null, failure);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string? Fail(int seed)
    {
        var kind = ScheduleKind.Of(seed);
        Step[] steps = Step.Schedule(new Random(seed), StepsOfASchedule);
        return ScheduleRun.Run(steps, kind, TimeSpan.FromSeconds(20)) is { } failure ? Report(seed, kind, steps, failure) : null;
    }

    // What failed, without the numbers: a machine that is too busy for the short patience fails in other ways.
    private static string WithoutNumbers(string failure) => new([.. failure.SkipWhile(static c => c != ':').Where(char.IsLetter)]);

    // Leaves out what it fails without.
    private static string Report(int seed, ScheduleKind kind, Step[] steps, string failure)
    {
        var needed = new List<Step>(steps);
        for (int i = needed.Count - 1; i >= 0; i--)
        {
            Step[] fewer = [.. needed.Take(i), .. needed.Skip(i + 1)];
            if (ScheduleRun.Run(fewer, kind, TimeSpan.FromMilliseconds(500)) is { } what && WithoutNumbers(what) == WithoutNumbers(failure))
            {
                needed.RemoveAt(i);
                failure = what;
            }
        }

        return $"CHANNELS_TEST_SEED={seed} ({kind}) fails {failure}. Steps that suffice:\n{string.Join('\n', needed)}";
    }
}
