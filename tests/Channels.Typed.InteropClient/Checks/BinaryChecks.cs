using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.InteropClient.Harness;

namespace Channels.Typed.InteropClient.Checks;

/// <summary>Binary payloads, which only version 2.0.0 has.</summary>
internal static class BinaryChecks
{
    public static IEnumerable<Check> ToServer =>
    [
        new("many bytes arrive", async context =>
            Expect.Equal(new ByteCount(500_000), await (await context.RoomAsync()).CountBytesAsync(new byte[500_000]), "count")),
        new("an empty binary payload arrives", async context =>
            Expect.Equal(new ByteCount(0), await (await context.RoomAsync()).CountBytesAsync(ReadOnlyMemory<byte>.Empty), "count")),
    ];

    public static IEnumerable<Check> FromServer =>
    [
        new("bytes are returned unchanged", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
            Expect.Sequence(all, (await room.EchoBytesAsync(all)).ToArray(), "bytes");
        }),
        new("an empty binary payload is returned as bytes", async context =>
            Expect.Equal(0, (await (await context.RoomAsync()).EchoBytesAsync(ReadOnlyMemory<byte>.Empty)).Length, "length")),
        new("an error reply can be bytes", async context =>
        {
            PushRejectedException e = await Expect.IsRejectedAsync((await context.RoomAsync()).RefuseBytesAsync(new byte[] { 1, 0, 255 }));
            Expect.Sequence(new byte[] { 1, 0, 255 }, e.Payload.ToArray(), "bytes");
        }),
        new("bytes are pushed", async context =>
        {
            RoomChannelClient room = await context.RoomAsync();
            var seen = new Inbox<byte[]>(note => room.OnBytesPushed(bytes => note(bytes.ToArray())));
            await room.PushBytesAsync();
            Expect.Sequence(new byte[] { 1, 2, 3 }, await seen.NextAsync(), "bytes");
        }),
        new("bytes are broadcast", async context =>
        {
            RoomChannelClient ann = await context.RoomAsync("ann");
            RoomChannelClient bob = await context.RoomAsync("bob");
            var seen = new Inbox<byte[]>(note => bob.OnBytesBroadcast(bytes => note(bytes.ToArray())));
            await ann.BroadcastBytesAsync();
            Expect.Sequence(new byte[] { 9, 8, 7, 255 }, await seen.NextAsync(), "bytes");
        }),
    ];
}
