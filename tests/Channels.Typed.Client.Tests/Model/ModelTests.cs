using System.Globalization;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// Runs random schedules on the client and on a model of it, and compares both after each step. See README.md in this folder.
/// <c>CHANNELS_TEST_SEED</c> runs only the schedule of that seed. <c>CHANNELS_TEST_SCHEDULES</c> sets how many schedules run, starting at
/// that seed if both are set.
/// </summary>
/// <remarks>
/// A seed always gives the same steps at the same times of the test clock. Only the timing of thread pool threads differs from run to run
/// (the loops of a connection, handlers, payload functions). After each step and each timer the test waits until the client has caught up
/// with the model. So thread timing changes how long a run takes, but not its result, unless the wait exceeds its limit.
/// </remarks>
public sealed class ModelTests
{
    private const int StepsPerSchedule = 60;

    [Fact]
    public async Task RandomSchedules_ClientMatchesModel()
    {
        int? seed = Number("CHANNELS_TEST_SEED");
        int count = Number("CHANNELS_TEST_SCHEDULES") ?? (seed is null ? 2000 : 1);

        // Runs on its own thread, because the client needs the thread pool.
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
        Step[] steps = Step.Schedule(new Random(seed), StepsPerSchedule);
        return ScheduleRun.Run(steps, kind, TimeSpan.FromSeconds(20)) is { } failure ? Report(seed, kind, steps, failure) : null;
    }

    // The message without its numbers. A shorter schedule that only fails because the machine is busy has another message.
    private static string WithoutNumbers(string failure) => new([.. failure.SkipWhile(static c => c != ':').Where(char.IsLetter)]);

    // Removes every step without which the schedule still fails in the same way.
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

        return $"CHANNELS_TEST_SEED={seed} ({kind}) fails {failure}. These steps are enough:\n{string.Join('\n', needed)}";
    }
}
