using System.Text.Json;
using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Presence.</summary>
internal static class PresenceChecks
{
    public static IEnumerable<Check> All =>
    [
        new("presence: a client that joins receives all presences, including its own", async context =>
        {
            PresenceChannelClient ann = Channel(context);
            var states = new Inbox<Dictionary<string, Present>>(ann.OnPresenceState);
            await JoinAsync(ann, new Tracked("ann", 1));
            Expect.Sequence(["1"], Devices(await states.NextAsync(), "ann"), "devices");
        }),
        new("presence: other clients receive joins and leaves", async context =>
        {
            (PresenceChannelClient ann, Inbox<PresenceDiff> diffs) = await WatcherAsync(context);
            PresenceChannelClient bob = Channel(context);
            await JoinAsync(bob, new Tracked("bob", 2));
            Expect.Sequence(["2"], Devices((await DiffAsync(diffs, "bob")).Joins, "bob"), "joins");
            await bob.LeaveAsync();
            Expect.Sequence(["2"], Devices((await DiffAsync(diffs, "bob")).Leaves, "bob"), "leaves");
            Expect.Sequence(["ann"], (await ann.ListAsync()).Keys, "list");
        }),
        new("presence: two devices are two metas of one key", async context =>
        {
            (PresenceChannelClient ann, Inbox<PresenceDiff> diffs) = await WatcherAsync(context);
            await JoinAsync(Channel(context), new Tracked("ann", 2));
            _ = await DiffAsync(diffs, "ann");
            Expect.Sequence(["1", "2"], Devices(await ann.ListAsync(), "ann").OrderBy(device => device, StringComparer.Ordinal), "devices");
        }),
        new("presence: an update is a leave and a join in one diff", async context =>
        {
            (PresenceChannelClient ann, Inbox<PresenceDiff> diffs) = await WatcherAsync(context);
            await ann.UpdateAsync(new Tracked(null, 5));
            PresenceDiff diff = await DiffAsync(diffs, "ann");
            Expect.Sequence(["5"], Devices(diff.Joins, "ann"), "joins");
            Expect.Sequence(["1"], Devices(diff.Leaves, "ann"), "leaves");
            Expect.Equal(diff.Leaves["ann"].Metas[0].PhxRef, diff.Joins["ann"].Metas[0].PhxRefPrev, "previous ref");
        }),
        new("presence: a channel can track a second key, and untrack its own", async context =>
        {
            (PresenceChannelClient ann, Inbox<PresenceDiff> diffs) = await WatcherAsync(context);
            await ann.TrackAsync(new Tracked("guest", 9));
            Expect.Sequence(["9"], Devices((await DiffAsync(diffs, "guest")).Joins, "guest"), "joins");
            Expect.Equal(new TrackResult(":error"), await ann.TrackAgainAsync(), "result");
            await ann.UntrackAsync();
            Expect.Sequence(["1"], Devices((await DiffAsync(diffs, "ann")).Leaves, "ann"), "leaves");
            await ann.UntrackAsync();
            Expect.Sequence(["guest"], (await ann.ListAsync()).Keys, "list");
        }),
        new("presence: a crash is a leave for the other clients", async context =>
        {
            (_, Inbox<PresenceDiff> diffs) = await WatcherAsync(context);
            PresenceChannelClient bob = Channel(context);
            await JoinAsync(bob, new Tracked("bob", 2));
            _ = await DiffAsync(diffs, "bob");
            _ = await Expect.FailsAsync(bob.CrashAsync(), ChannelErrorReason.ChannelCrashed);
            Expect.Sequence(["2"], Devices((await DiffAsync(diffs, "bob")).Leaves, "bob"), "leaves");
        }),
    ];

    private static PresenceChannelClient Channel(CheckContext context) => context.Socket().PresenceChannel(context.Name);

    private static async Task<(PresenceChannelClient Channel, Inbox<PresenceDiff> Diffs)> WatcherAsync(CheckContext context)
    {
        PresenceChannelClient ann = Channel(context);
        var states = new Inbox<Dictionary<string, Present>>(ann.OnPresenceState);
        var diffs = new Inbox<PresenceDiff>(ann.OnPresenceDiff);
        await JoinAsync(ann, new Tracked("ann", 1));
        _ = await states.NextAsync();

        // The own join is a diff too. It comes before or after the state.
        _ = await DiffAsync(diffs, "ann");
        return (ann, diffs);
    }

    private static async Task JoinAsync(PresenceChannelClient channel, Tracked self)
    {
        try
        {
            await channel.JoinAsync(self).WithinAsync("the join");
        }
        catch (ChannelException e) when (e.Reason == ChannelErrorReason.UnmatchedTopic)
        {
            throw new SkippedException("the server has no presence");
        }
    }

    private static async Task<PresenceDiff> DiffAsync(Inbox<PresenceDiff> diffs, string key)
    {
        PresenceDiff diff = await diffs.NextAsync();
        string keys = $"joins {string.Join(", ", diff.Joins.Keys)}, leaves {string.Join(", ", diff.Leaves.Keys)}";
        Expect.True(diff.Joins.ContainsKey(key) || diff.Leaves.ContainsKey(key), $"a diff without {key}: {keys}");
        return diff;
    }

    private static IEnumerable<string> Devices(Dictionary<string, Present> presences, string key) =>
        presences.TryGetValue(key, out Present? present)
            ? present.Metas.Select(meta => meta.Device is { ValueKind: JsonValueKind.Number } device ? device.GetRawText() : "none")
            : throw new CheckFailedException($"{key} is not among {string.Join(", ", presences.Keys)}");
}
