using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>A client or a tab in the driver. It takes commands and reports events.</summary>
internal sealed class NodeActor(NodeDriver driver, string name) : IAsyncDisposable
{
    private readonly Channel<JsonElement> _reports = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> _transcript = [];
    private int _lastId;
    private volatile bool _hasEnded;

    /// <summary>Sends a command and waits until it is done.</summary>
    public async Task DoAsync(string what, JsonObject command)
    {
        int id = await SendAsync(what, command);
        await ExpectAsync(report => report.TryGetProperty("id", out JsonElement done) && done.GetInt32() == id, $"the end of '{what}'");
    }

    /// <summary>Sends a command.</summary>
    /// <returns>The id of the report that the command is done.</returns>
    public async Task<int> SendAsync(string what, JsonObject command)
    {
        int id = ++_lastId;
        command["who"] = name;
        command["id"] = id;
        command["do"] = what;
        Record($"< {command.ToJsonString()}");
        await driver.WriteAsync(command);
        return id;
    }

    /// <summary>Reads until a report matches. Earlier reports are skipped. The report of a failure fails the test.</summary>
    public async Task<JsonElement> ExpectAsync(Func<JsonElement, bool> matches, string wanted)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        try
        {
            await foreach (JsonElement report in _reports.Reader.ReadAllAsync(guard.Token))
            {
                if (report.GetProperty("on").ValueEquals("failed"))
                {
                    Assert.Fail($"{name} failed.{Transcript()}");
                }

                if (matches(report))
                {
                    return report;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{name} did not report {wanted} within {Patience.Time.TotalSeconds} s.{Transcript()}");
        }

        throw new InvalidOperationException($"The driver ended and {name} had not reported {wanted}.{Transcript()}");
    }

    public void Add(JsonElement report)
    {
        Record("> " + report.GetRawText());
        _reports.Writer.TryWrite(report);
    }

    public void OnEnded(string errors)
    {
        _hasEnded = true;
        Record(errors);
        _reports.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            await SendAsync("end", []);
        }
    }

    private void Record(string line)
    {
        lock (_transcript)
        {
            _transcript.Add(line);
        }
    }

    private string Transcript()
    {
        lock (_transcript)
        {
            return Environment.NewLine + string.Join(Environment.NewLine, _transcript);
        }
    }
}
