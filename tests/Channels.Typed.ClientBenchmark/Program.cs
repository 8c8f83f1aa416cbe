using System.Diagnostics;
using System.Globalization;
using Channels.Typed.ClientBenchmark;

// Compares our client with SignalR's: pushes with replies, and events. The servers run in another process. Rounds of both clients
// alternate, and the result is the ratio of the medians, because machines are noisy.
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
    var counters = new Dictionary<IMeasuredClient, EventCounter> { [ours] = new(ours), [signalR] = new(signalR) };
    await CompareAsync("an event", events, client => counters[client].ReceiveAsync(client, events));

    async Task CompareAsync(string what, int operations, Func<IMeasuredClient, Task> run)
    {
        IMeasuredClient[] clients = [ours, signalR];
        List<Measurement>[] taken = [[], []];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < clients.Length; i++)
            {
                Measurement measurement = await Measurement.TakeAsync(operations, () => run(clients[i]));
                if (round >= 0)
                {
                    taken[i].Add(measurement); // Round -1 is the warm-up.
                }
            }
        }

        Console.WriteLine(what);
        Measurement[] medians = [.. taken.Select(all => all.OrderBy(one => one.CpuMicroseconds).ElementAt(all.Count / 2))];
        for (int i = 0; i < clients.Length; i++)
        {
            Console.WriteLine($"  {clients[i].Name,-15} {medians[i]}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  ours / SignalR  rate {Ratio(static one => one.PerSecond):N2}, "
                + $"processor {Ratio(static one => one.CpuMicroseconds):N2}, bytes {Ratio(static one => one.Bytes):N2}"));

        double Ratio(Func<Measurement, double> value) => value(medians[0]) / value(medians[1]);
    }

    process.StandardInput.Close();
    await process.WaitForExitAsync();
}

static async Task PushAllAsync(IMeasuredClient client, int count)
{
    int next = 0;
    await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
    {
        int number;
        while ((number = Interlocked.Increment(ref next)) <= count)
        {
            Note answer = await client.EchoAsync(new Note("a push of a few words", number));
            Debug.Assert(answer.Number == number, "The reply belongs to another push.");
        }
    }));
}

static async Task PushOneByOneAsync(IMeasuredClient client, int count)
{
    for (int i = 0; i < count; i++)
    {
        _ = await client.EchoAsync(new Note("a push of a few words", i));
    }
}
