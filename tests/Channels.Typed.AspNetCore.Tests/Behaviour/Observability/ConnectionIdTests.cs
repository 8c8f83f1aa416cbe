using System.Diagnostics;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

/// <summary>Log entries and spans name their connection.</summary>
public sealed class ConnectionIdTests
{
    [Fact]
    public async Task EveryEntryOfAConnection_IsInAScopeWithItsId()
    {
        var collector = new FakeLogCollector();
        await using FixtureServer server = await FixtureServer.StartAsync(build: builder =>
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(collector)));
        RawClient client = await server.JoinAsync();
        string first = server.Log.Joined!.Socket.ConnectionId;
        await client.SendAsync("""["1","2","room:a","invented",{}]""");
        await client.SendAsync("""["1","3","room:a","note",[]]""");
        await client.SendAsync("""["1","4","room:a","crash",{}]""");
        await client.SendAsync("""["1","5","lobby","phx_join",{}]""");
        await client.SendAsync("nonsense");
        await WaitAsync(collector, nameof(Log.MalformedFrame));
        client.Dispose();
        await WaitAsync(collector, nameof(Log.Disconnected));
        int count = Entries(collector).Count;

        await server.JoinAsync();
        string second = server.Log.Joined.Socket.ConnectionId;

        Assert.NotEqual(first, second);
        IReadOnlyList<FakeLogRecord> entries = Entries(collector);
        Assert.All(entries.Take(count), entry => Assert.Equal([first], IdsOf(entry)));
        Assert.All(entries.Skip(count), entry => Assert.Equal([second], IdsOf(entry)));
        Assert.Superset(
            new HashSet<string?> { "Connected", "Joined", "UnknownEvent", "UnreadablePayload", "ChannelCrashed", "MalformedFrame" },
            new HashSet<string?>(entries.Take(count).Select(entry => entry.Id.Name)));
    }

    [Fact]
    public async Task SpansOfAConnection_HaveItsId()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var spans = new SpanRecorder(server);
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["1","2","room:a","ack",{}]""");

        Activity join = await spans.NextAsync();
        Activity push = await spans.NextAsync();

        string id = server.Log.Joined!.Socket.ConnectionId;
        Assert.Equal(id, join.GetTagItem("channels.connection_id"));
        Assert.Equal(id, push.GetTagItem("channels.connection_id"));
    }

    [Fact]
    public void Id_HasThirteenLettersAndDigits_AndDoesNotChange()
    {
        var logger = new ConnectionLogger(new FakeLogger());

        Assert.Matches("^[0-9A-V]{13}$", logger.Id);
        Assert.Same(logger.Id, logger.Id);
        Assert.Equal("ChannelsConnectionId:" + logger.Id, logger.ToString());
        Assert.Equal([new("ChannelsConnectionId", logger.Id)], logger);
    }

    [Fact]
    public void EntryThatNothingWrites_CreatesNoScope()
    {
        var inner = new FakeLogger();
        inner.ControlLevel(LogLevel.Warning, enabled: false);
        var logger = new ConnectionLogger(inner);

        logger.LogWarning("not written");

        Assert.Equal(0, inner.Collector.Count);
        Assert.False(logger.IsEnabled(LogLevel.Warning));
        Assert.True(logger.IsEnabled(LogLevel.Error));
    }

    private static IReadOnlyList<FakeLogRecord> Entries(FakeLogCollector collector) =>
        [.. collector.GetSnapshot().Where(entry => entry.Category == ServerTelemetry.Name)];

    private static IEnumerable<object?> IdsOf(FakeLogRecord entry) =>
        entry.Scopes.OfType<IReadOnlyList<KeyValuePair<string, object?>>>()
            .SelectMany(scope => scope)
            .Where(pair => pair.Key == "ChannelsConnectionId")
            .Select(pair => pair.Value);

    private static Task WaitAsync(FakeLogCollector collector, string name) =>
        Waiting.UntilAsync(() => Entries(collector).Any(entry => entry.Id.Name == name));
}
