using System.Diagnostics;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>Runs checks one after another and prints a line for each. Several series may run at once.</summary>
internal sealed class Runner(TextWriter output)
{
    private int _passed;
    private int _failed;
    private int _skipped;

    public int Passed => Volatile.Read(ref _passed);

    public int Failed => Volatile.Read(ref _failed);

    public int Skipped => Volatile.Read(ref _skipped);

    public async Task RunAsync(Endpoint endpoint, IEnumerable<Check> checks)
    {
        foreach (Check check in checks)
        {
            await RunAsync(endpoint, check).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Endpoint endpoint, Check check)
    {
        string name = $"{endpoint}: {check.Name}";
        var watch = Stopwatch.StartNew();
        try
        {
            var context = new CheckContext(endpoint);
            await using (context.ConfigureAwait(false))
            {
                await check.RunAsync(context).ConfigureAwait(false);
            }

            _ = Interlocked.Increment(ref _passed);
            output.WriteLine($"PASS {name} ({watch.ElapsedMilliseconds} ms)");
        }
        catch (SkippedException e)
        {
            _ = Interlocked.Increment(ref _skipped);
            output.WriteLine($"SKIP {name}: {e.Message}");
        }
        catch (Exception e)
        {
            // Any exception is the failure of this check. The other checks continue.
            _ = Interlocked.Increment(ref _failed);
            output.WriteLine($"FAIL {name} ({watch.ElapsedMilliseconds} ms): {(e is CheckFailedException ? e.Message : e.ToString())}");
        }
    }
}
