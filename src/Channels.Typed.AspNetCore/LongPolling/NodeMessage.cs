using System.Buffers.Binary;
using Channels.Typed.CompilerServices;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// The messages between two servers, when a request for a session arrives at a server that does not have the session. They are binary
/// broadcasts on the topic of the session or of the server. These topics contain random ids that clients do not know. Every payload starts
/// with the id of the call.
/// </summary>
internal static class NodeMessage
{
    public const int IdLength = 16;

    // To the session. Payload: call id (16 bytes), id of the calling server (16 bytes).
    // PostRequest has more for each message: kind (1 byte, 1 for binary), length (4 bytes), the message.
    public static readonly EventName PollRequest = new("lp_poll");
    public static readonly EventName PostRequest = new("lp_post");

    // To the calling server. Seen: the session exists and has received the call. Payload: call id.
    public static readonly EventName Seen = new("lp_seen");

    // To the calling server. Payload: call id, status (2 bytes), messages (a JSON array).
    public static readonly EventName Answer = new("lp_answer");

    // To the session: whether the answer to a poll was written to the client. Payload: call id, 1 byte. If it comes before the answer, the
    // calling server does not wait any more.
    public static readonly EventName Settle = new("lp_settle");

    private const int EntryHeader = 5;

    public static string TopicOf(Guid sessionOrNode) => $"phx:lp:{sessionOrNode:N}";

    public static Broadcast CreatePoll(Guid session, Guid call, Guid node)
    {
        var payload = new byte[2 * IdLength];
        WriteIds(payload, call, node);
        return Broadcast.FromBytes(TopicOf(session), PollRequest, payload);
    }

    public static Broadcast CreatePost(Guid session, Guid call, Guid node, IReadOnlyList<PostEntry> entries)
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

    public static Broadcast CreateSeen(Guid node, Guid call) => Broadcast.FromBytes(TopicOf(node), Seen, call.ToByteArray());

    public static Broadcast CreateAnswer(Guid node, Guid call, int status, ReadOnlySpan<byte> messages)
    {
        var payload = new byte[IdLength + sizeof(ushort) + messages.Length];
        _ = call.TryWriteBytes(payload);
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(IdLength), (ushort)status);
        messages.CopyTo(payload.AsSpan(IdLength + sizeof(ushort)));
        return Broadcast.FromBytes(TopicOf(node), Answer, payload);
    }

    public static Broadcast CreateSettle(Guid session, Guid call, bool isDelivered) =>
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
