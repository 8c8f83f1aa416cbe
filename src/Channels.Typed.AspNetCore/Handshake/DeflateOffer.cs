using Microsoft.Extensions.Primitives;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>Negotiates permessage-deflate (RFC 7692, section 7.1).</summary>
internal static class DeflateOffer
{
    private const string Extension = "permessage-deflate";

    // Without context takeover a connection needs no compressor or decompressor between messages, and a broadcast is compressed once for
    // all connections.
    private const string Answer = Extension + "; server_no_context_takeover; client_no_context_takeover";

    /// <summary>Gets the answer to the first offer of the client that the server supports; null if there is none.</summary>
    public static string? Accept(StringValues offers)
    {
        foreach (string? line in offers)
        {
            foreach (string offer in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                string[] parts = offer.Split(';', StringSplitOptions.TrimEntries);
                if (parts[0].Equals(Extension, StringComparison.OrdinalIgnoreCase) && IsSupported(parts.AsSpan(1)))
                {
                    // The answer must repeat a limit of the server's window.
                    return parts.Any(part => NameOf(part) == "server_max_window_bits") ? Answer + "; server_max_window_bits=15" : Answer;
                }
            }
        }

        return null;
    }

    private static bool IsSupported(ReadOnlySpan<string> parameters)
    {
        var seen = new HashSet<string>();
        foreach (string parameter in parameters)
        {
            string name = NameOf(parameter);
            string? value = name.Length == parameter.Length ? null : parameter[(name.Length + 1)..].Trim('"');
            bool isSupported = (name, value) switch
            {
                ("server_no_context_takeover" or "client_no_context_takeover", null) => true,

                // The server's compressor has a window of 15 bits, which cannot be changed.
                ("server_max_window_bits", "15") => true,
                ("client_max_window_bits", null or "8" or "9" or "10" or "11" or "12" or "13" or "14" or "15") => true,
                _ => false,
            };
            if (!isSupported || !seen.Add(name))
            {
                return false;
            }
        }

        return true;
    }

    private static string NameOf(string parameter) =>
        parameter.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? parameter[..end] : parameter;
}
