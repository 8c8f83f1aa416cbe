using System.Buffers;
using System.Buffers.Text;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Splits the body of a POST into its messages (protocol section "POST bodies").</summary>
internal static class PostBody
{
    private const string Ndjson = "application/x-ndjson";

    // The decoder skips these, but no client writes them into a message.
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r"u8);

    /// <summary>Splits a body into its messages.</summary>
    /// <param name="contentType">
    /// The content type. With ndjson, with or without parameters, each line of the body is a message. With any other type the body is one
    /// text message.
    /// </param>
    /// <param name="body">The body. Binary messages are decoded in place; the entries are slices of the body.</param>
    /// <param name="options">The limits.</param>
    /// <returns>
    /// The messages; those beyond <see cref="LongPollOptions.MaxBatch"/> are ignored. Null if a message is too long, or is neither text
    /// nor valid base64.
    /// </returns>
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

            // Empty lines are ignored. Phoenix reads the empty line after a trailing line break as a binary message, which crashes the
            // session.
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
