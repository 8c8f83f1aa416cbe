using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>A client or a tab of the driver: takes commands, and tells what happens to it.</summary>
internal sealed class NodeActor(NodeDriver driver, string name) : IAsyncDisposable
{
    private readonly Channel<JsonElement> _happenings = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> _transcript = [];
    private int _lastId;
    private volatile bool _isOver;

    /// <summary>Has something done, and waits until it is.</summary>
    public async Task DoAsync(string what, JsonObject command)
    {
        int id = await TellAsync(what, command);
        await ExpectAsync(happening => happening.TryGetProperty("id", out JsonElement done) && done.GetInt32() == id, $"the end of '{what}'");
    }

    /// <summary>Has something done.</summary>
    /// <returns>What the driver calls it when it is done.</returns>
    public async Task<int> TellAsync(string what, JsonObject command)
    {
        int id = ++_lastId;
        command["who"] = name;
        command["id"] = id;
        command["do"] = what;
        Record($"< {command.ToJsonString()}");
        await driver.WriteAsync(command);
        return id;
    }

    /// <summary>Reads on until something is as wanted; what comes before it is passed over. What has failed is never wanted.</summary>
    public async Task<JsonElement> ExpectAsync(Func<JsonElement, bool> isWanted, string wanted)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        try
        {
            await foreach (JsonElement happening in _happenings.Reader.ReadAllAsync(guard.Token))
            {
                if (happening.GetProperty("on").ValueEquals("failed"))
                {
                    Assert.Fail($"{name} failed.{Transcript()}");
                }

                if (isWanted(happening))
                {
                    return happening;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{name} did not tell {wanted} within {Patience.Time.TotalSeconds} s.{Transcript()}");
        }

        throw new InvalidOperationException($"The driver ended and {name} had not told {wanted}.{Transcript()}");
    }

    public void Add(JsonElement happening)
    {
        Record("> " + happening.GetRawText());
        _happenings.Writer.TryWrite(happening);
    }

    public void OnEnded(string lastWords)
    {
        _isOver = true;
        Record(lastWords);
        _happenings.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isOver)
        {
            _isOver = true;
            await TellAsync("end", []);
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
