using System.Buffers;
using System.Buffers.Text;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Finds the messages in the body of a POST (protocol section "POST bodies").</summary>
internal static class PostBody
{
    private const string Ndjson = "application/x-ndjson";

    // What the decoder would skip, but no encoder of messages writes.
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r"u8);

    /// <summary>Splits a body into its messages.</summary>
    /// <param name="contentType">The content type. Only ndjson, with or without parameters, has several messages; with any other the body is one text message.</param>
    /// <param name="body">The body. Binary messages are decoded in place, so the entries are views into it.</param>
    /// <param name="options">The limits.</param>
    /// <returns>The messages, no more than the limit; null if one of them is too long, or is neither text nor base64.</returns>
    public static List<PostEntry>? Parse(string? contentType, Memory<byte> body, LongPollOptions options)
    {
        var entries = new List<PostEntry>();
        if (!IsNdjson(contentType))
        {
            return TryAdd(entries, body, isText: true, options) ? entries : null;
        }

        while (body.Length > 0 && entries.Count < options.MaxBatch)
        {
            int end = body.Span.IndexOf((byte)'\n');
            Memory<byte> line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (end > 0 && line.Span[^1] == (byte)'\r')
            {
                line = line[..^1];
            }

            // An empty line is no message: Phoenix takes that after a trailing line break for a binary one, and the session crashes on it.
            if (line.Length > 0 && !TryAdd(entries, line, line.Span[0] == (byte)'[', options))
            {
                return null;
            }
        }

        return entries;
    }

    private static bool IsNdjson(ReadOnlySpan<char> contentType)
    {
        int parameters = contentType.IndexOf(';');
        return (parameters < 0 ? contentType : contentType[..parameters]).Trim().Equals(Ndjson, StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryAdd(List<PostEntry> entries, Memory<byte> line, bool isText, LongPollOptions options)
    {
        if (line.Length > options.MaxEntryBytes)
        {
            return false;
        }

        if (isText)
        {
            entries.Add(new PostEntry(line, IsBinary: false));
            return true;
        }

        if (line.Span.ContainsAny(WhiteSpace) || Base64.DecodeFromUtf8InPlace(line.Span, out int length) != OperationStatus.Done)
        {
            return false;
        }

        entries.Add(new PostEntry(line[..length], IsBinary: true));
        return true;
    }
}
