using Channels.Typed.Client;
using Channels.Typed.InteropClient.Checks;
using Channels.Typed.InteropClient.Harness;

// Drives the typed client through a long session against any server of the recorded application (tests/wire/app.md).
if (args.Length < 2 || args[0] != "--url" || !Uri.TryCreate(args[1], UriKind.Absolute, out Uri? url))
{
    Console.Error.WriteLine("Usage: Channels.Typed.InteropClient --url ws://127.0.0.1:4000/socket [--only TEXT]");
    return 2;
}

string? only = args.Length >= 4 && args[2] == "--only" ? args[3] : null;
var runner = new Runner(TextWriter.Synchronized(Console.Out));

// The ways to talk to the server mostly wait, so they do it side by side; the checks of one way follow each other.
Endpoint[] endpoints =
[
    new(url, ProtocolVersion.V2, SocketTransport.WebSocket),
    new(url, ProtocolVersion.V1, SocketTransport.WebSocket),
    new(url, ProtocolVersion.V2, SocketTransport.LongPolling),
    new(url, ProtocolVersion.V1, SocketTransport.LongPolling),
];
await Task.WhenAll(endpoints.Select(endpoint => runner.RunAsync(
    endpoint, AllChecks.For(endpoint).Where(check => only is null || $"{endpoint}: {check.Name}".Contains(only)))));

Console.WriteLine($"{runner.Passed} passed, {runner.Failed} failed" + (runner.Skipped == 0 ? "" : $", {runner.Skipped} skipped"));
return runner.Failed == 0 && runner.Passed > 0 ? 0 : 1;
