using System.Globalization;
using Channels.Typed.Client;
using Channels.Typed.InteropClient.Checks;
using Channels.Typed.InteropClient.Harness;

// Runs checks of the typed client against any server of the recorded application.
var options = new Dictionary<string, string>();
for (int i = 0; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

if (!options.TryGetValue("--url", out string? address) || !Uri.TryCreate(address, UriKind.Absolute, out Uri? url))
{
    Console.Error.WriteLine("Usage: Channels.Typed.InteropClient --url ws://127.0.0.1:4000/socket [--only TEXT] [--stretch N]");
    return 2;
}

_ = options.TryGetValue("--only", out string? only);
int stretch = options.TryGetValue("--stretch", out string? factor) ? int.Parse(factor, CultureInfo.InvariantCulture) : 1;
var runner = new Runner(TextWriter.Synchronized(Console.Out));

// Each combination of version and transport runs its checks one after another, in parallel with the other combinations. Checks that
// mostly wait run beside them.
Endpoint[] endpoints =
[
    new(url, ProtocolVersion.V2, SocketTransport.WebSocket, stretch),
    new(url, ProtocolVersion.V1, SocketTransport.WebSocket, stretch),
    new(url, ProtocolVersion.V2, SocketTransport.LongPolling, stretch),
    new(url, ProtocolVersion.V1, SocketTransport.LongPolling, stretch),
];
await Task.WhenAll(endpoints.SelectMany(endpoint => AllChecks.For(endpoint)
    .Where(check => only is null || $"{endpoint}: {check.Name}".Contains(only))
    .GroupBy(check => check.Waits ? check.Name : "")
    .Select(series => runner.RunAsync(endpoint, series))));

Console.WriteLine($"{runner.Passed} passed, {runner.Failed} failed" + (runner.Skipped == 0 ? "" : $", {runner.Skipped} skipped"));
return runner.Failed == 0 && runner.Passed > 0 ? 0 : 1;
