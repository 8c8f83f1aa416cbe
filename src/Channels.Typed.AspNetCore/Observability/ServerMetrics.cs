using System.Diagnostics.Metrics;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>The server's instruments. docs/observability.md lists them in the same order; a test compares the two.</summary>
internal sealed class ServerMetrics
{
    // From a fraction of a millisecond, for handlers that do not await, to the join timeout.
    private static readonly InstrumentAdvice<double> ShortTimes = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    // From a second to a day, as for connections in ASP.NET Core.
    private static readonly InstrumentAdvice<double> LongTimes = new()
    {
        HistogramBucketBoundaries = [1, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400],
    };

    private static readonly InstrumentAdvice<int> Counts = new()
    {
        HistogramBucketBoundaries = [0, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 50000, 100000],
    };

    public ServerMetrics(Meter meter)
    {
        ActiveConnections = meter.CreateUpDownCounter<long>(
            "channels.server.active_connections", "{connection}", "Connections that are open.");
        ConnectionDuration = meter.CreateHistogram(
            "channels.server.connection.duration", "s", "How long connections lasted.", tags: null, LongTimes);
        ConnectDuration = meter.CreateHistogram(
            "channels.server.connect.duration", "s", "How long the user socket took to accept or refuse.", tags: null, ShortTimes);
        RefusedConnects = meter.CreateCounter<long>(
            "channels.server.refused_connects", "{connection}", "Connection attempts that were refused.");
        ActiveChannels = meter.CreateUpDownCounter<long>(
            "channels.server.active_channels", "{channel}", "Channels that are joined.");
        JoinDuration = meter.CreateHistogram(
            "channels.server.join.duration", "s", "How long joins took to be answered.", tags: null, ShortTimes);
        RejectedJoins = meter.CreateCounter<long>(
            "channels.server.rejected_joins", "{join}", "Joins that were answered with an error.");
        CrashedChannels = meter.CreateCounter<long>(
            "channels.server.crashed_channels",
            "{channel}",
            "Joined channels that ended because their handler threw, called Fail, or could not keep up.");
        FullMailboxes = meter.CreateCounter<long>(
            "channels.server.full_mailboxes",
            "{mailbox}",
            "How often messages or joins that waited for a channel were too many: reading had to wait, or the channel crashed.");
        MessageDuration = meter.CreateHistogram(
            "channels.server.message.duration", "s", "How long pushed events took to be handled.", tags: null, ShortTimes);
        UnknownEvents = meter.CreateCounter<long>(
            "channels.server.unknown_events", "{message}", "Pushed events that the contract does not have.");
        UnreadablePayloads = meter.CreateCounter<long>(
            "channels.server.unreadable_payloads", "{message}", "Payloads of joins and pushes that do not have the declared shape.");
        RateLimited = meter.CreateCounter<long>(
            "channels.server.rate_limited", "{message}", "Joins and pushed events beyond a rate limit.");
        UnmatchedTopics = meter.CreateCounter<long>(
            "channels.server.unmatched_topics", "{message}", "Messages whose topic is not joined, or that no channel serves.");
        MalformedFrames = meter.CreateCounter<long>(
            "channels.server.malformed_frames",
            "{message}",
            "Messages that are not a frame of the protocol. Each one closes its connection.");
        RejectedPosts = meter.CreateCounter<long>(
            "channels.server.rejected_posts", "{request}", "POSTs of long polling beyond the number that one session may have.");
        SlowConsumers = meter.CreateCounter<long>(
            "channels.server.slow_consumers", "{connection}", "Connections that were aborted because the client did not read fast enough.");
        OutboxDropped = meter.CreateCounter<long>(
            "channels.server.outbox.dropped", "By", "Bytes that waited for clients whose connections were aborted.");
        BroadcastFanout = meter.CreateHistogram(
            "channels.server.broadcast.fanout",
            "{subscriber}",
            "How many subscribers of this server a broadcast reached.",
            tags: null,
            Counts);
    }

    public UpDownCounter<long> ActiveConnections { get; }

    public Histogram<double> ConnectionDuration { get; }

    public Histogram<double> ConnectDuration { get; }

    public Counter<long> RefusedConnects { get; }

    public UpDownCounter<long> ActiveChannels { get; }

    public Histogram<double> JoinDuration { get; }

    public Counter<long> RejectedJoins { get; }

    public Counter<long> CrashedChannels { get; }

    public Counter<long> FullMailboxes { get; }

    public Histogram<double> MessageDuration { get; }

    public Counter<long> UnknownEvents { get; }

    public Counter<long> UnreadablePayloads { get; }

    public Counter<long> RateLimited { get; }

    public Counter<long> UnmatchedTopics { get; }

    public Counter<long> MalformedFrames { get; }

    public Counter<long> RejectedPosts { get; }

    public Counter<long> SlowConsumers { get; }

    public Counter<long> OutboxDropped { get; }

    public Histogram<int> BroadcastFanout { get; }
}
