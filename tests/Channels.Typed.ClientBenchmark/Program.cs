using System.Diagnostics;
using System.Globalization;
using Channels.Typed.ClientBenchmark;

// Our client beside SignalR's, against servers in another process: pushes that are answered, and events that arrive. Rounds alternate,
// and what
// counts is the ratio of the medians, as machines are noisy.
if (args is ["--serve"])
{
    await Servers.RunAsync();
    return;
}

const int InFlight = 64;
int pushes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50_000;
int events = pushes * 4;
const int Rounds = 5;

(Process process, Uri url) = await Servers.StartAsync();
using (process)
{
    await using OurClient ours = await OurClient.ConnectAsync(url);
    await using SignalRClient signalR = await SignalRClient.ConnectAsync(url);
    await CompareAsync($"a push with its reply, {InFlight} in flight", pushes, client => PushAllAsync(client, pushes));
    await CompareAsync("a push with its reply, one after another", pushes / 5, client => PushOneByOneAsync(client, pushes / 5));
    var arrivals = new Dictionary<IContender, Arrivals> { [ours] = new(ours), [signalR] = new(signalR) };
    await CompareAsync("an event", events, client => arrivals[client].ReceiveAsync(client, events));

    async Task CompareAsync(string what, int operations, Func<IContender, Task> run)
    {
        IContender[] contenders = [ours, signalR];
        List<Measurement>[] taken = [[], []];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                Measurement measurement = await Measurement.TakeAsync(operations, () => run(contenders[i]));
                if (round >= 0)
                {
                    taken[i].Add(measurement); // The round before the first warms up.
                }
            }
        }

        Console.WriteLine(what);
        Measurement[] medians = [.. taken.Select(all => all.OrderBy(one => one.CpuMicroseconds).ElementAt(all.Count / 2))];
        for (int i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine($"  {contenders[i].Name,-15} {medians[i]}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  ours / SignalR  rate {medians[0].PerSecond / medians[1].PerSecond:N2}, processor {medians[0].CpuMicroseconds / medians[1].CpuMicroseconds:N2}, bytes {medians[0].Bytes / medians[1].Bytes:N2}"));
    }

    process.StandardInput.Close();
    await process.WaitForExitAsync();
}

static async Task PushAllAsync(IContender client, int count)
{
    int next = 0;
    await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
    {
        int number;
        while ((number = Interlocked.Increment(ref next)) <= count)
        {
            Note answer = await client.EchoAsync(new Note("a push of a few words", number));
            Debug.Assert(answer.Number == number, "Another's reply.");
        }
    }));
}

static async Task PushOneByOneAsync(IContender client, int count)
{
    for (int i = 0; i < count; i++)
    {
        _ = await client.EchoAsync(new Note("a push of a few words", i));
    }
}
