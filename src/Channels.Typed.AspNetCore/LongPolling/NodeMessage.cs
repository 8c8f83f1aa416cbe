using System.Buffers.Binary;
using Channels.Typed.CompilerServices;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// What servers say to each other about a session that one of them holds: binary broadcasts on topics that nobody else knows. Every payload
/// begins with the id of the call.
/// </summary>
internal static class NodeMessage
{
    public const int IdLength = 16;

    // To the session: call, server to answer to. PostRequest: and for each message its kind, its length, itself.
    public static readonly EventName PollRequest = new("lp_poll");
    public static readonly EventName PostRequest = new("lp_post");

    // To the server that asked: call; call, status, messages.
    public static readonly EventName Seen = new("lp_seen");
    public static readonly EventName Answer = new("lp_answer");

    // To the session: call, whether the answer has gone out. Before an answer it means that nobody waits for one any more.
    public static readonly EventName Settle = new("lp_settle");

    private const int EntryHeader = 5;

    public static string TopicOf(Guid sessionOrNode) => $"phx:lp:{sessionOrNode:N}";

    public static Broadcast Poll(Guid session, Guid call, Guid node)
    {
        var payload = new byte[2 * IdLength];
        WriteIds(payload, call, node);
        return Broadcast.FromBytes(TopicOf(session), PollRequest, payload);
    }

    public static Broadcast Post(Guid session, Guid call, Guid node, IReadOnlyList<PostEntry> entries)
    {
        var payload = new byte[(2 * IdLength) + entries.Sum(entry => EntryHeader + entry.Bytes.Length)];
        WriteIds(payload, call, node);
        Span<byte> rest = payload.AsSpan(2 * IdLength);
        foreach (PostEntry entry in entries)
        {
            rest[0] = entry.IsBinary ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt32BigEndian(rest[1..], entry.Bytes.Length);
            entry.Bytes.Span.CopyTo(rest[EntryHeader..]);
            rest = rest[(EntryHeader + entry.Bytes.Length)..];
        }

        return Broadcast.FromBytes(TopicOf(session), PostRequest, payload);
    }

    public static Broadcast SeenBy(Guid node, Guid call) => Broadcast.FromBytes(TopicOf(node), Seen, call.ToByteArray());

    public static Broadcast AnswerTo(Guid node, Guid call, int status, ReadOnlySpan<byte> messages)
    {
        var payload = new byte[IdLength + sizeof(ushort) + messages.Length];
        _ = call.TryWriteBytes(payload);
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(IdLength), (ushort)status);
        messages.CopyTo(payload.AsSpan(IdLength + sizeof(ushort)));
        return Broadcast.FromBytes(TopicOf(node), Answer, payload);
    }

    public static Broadcast Settled(Guid session, Guid call, bool isDelivered) =>
        Broadcast.FromBytes(TopicOf(session), Settle, [.. call.ToByteArray(), isDelivered ? (byte)1 : (byte)0]);

    public static Guid ReadCall(ReadOnlySpan<byte> payload) => new(payload[..IdLength]);

    public static Guid ReadNode(ReadOnlySpan<byte> payload) => new(payload.Slice(IdLength, IdLength));

    public static List<PostEntry> ReadEntries(ReadOnlyMemory<byte> payload)
    {
        var entries = new List<PostEntry>();
        ReadOnlyMemory<byte> rest = payload[(2 * IdLength)..];
        while (!rest.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]);
            entries.Add(new PostEntry(rest.Slice(EntryHeader, length), rest.Span[0] == 1));
            rest = rest[(EntryHeader + length)..];
        }

        return entries;
    }

    public static int ReadStatus(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadUInt16BigEndian(payload[IdLength..]);

    public static byte[] ReadMessages(ReadOnlySpan<byte> payload) => payload[(IdLength + sizeof(ushort))..].ToArray();

    private static void WriteIds(Span<byte> payload, Guid call, Guid node)
    {
        _ = call.TryWriteBytes(payload);
        _ = node.TryWriteBytes(payload[IdLength..]);
    }
}
