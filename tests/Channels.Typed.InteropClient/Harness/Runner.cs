using System.Diagnostics;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>Runs checks one after another and prints a line for each.</summary>
internal sealed class Runner(TextWriter output)
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

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
            var scene = new Scene(endpoint);
            await using (scene.ConfigureAwait(false))
            {
                await check.RunAsync(scene).ConfigureAwait(false);
            }

            Passed++;
            output.WriteLine($"PASS {name} ({watch.ElapsedMilliseconds} ms)");
        }
        catch (SkippedException e)
        {
            Skipped++;
            output.WriteLine($"SKIP {name}: {e.Message}");
        }
        catch (Exception e)
        {
            // Whatever a check throws is its failure; the others go on.
            Failed++;
            output.WriteLine($"FAIL {name} ({watch.ElapsedMilliseconds} ms): {(e is CheckFailedException ? e.Message : e.ToString())}");
        }
    }
}
