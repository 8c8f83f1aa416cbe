using Channels.Typed.AspNetCore.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Channels.Typed.AspNetCore.Sockets;

/// <summary>The serializer version that a client asks for (protocol section "Version negotiation").</summary>
internal static class ProtocolVersion
{
    /// <summary>The format that a request asks for: 1.0.x or 2.0.x, 1.0.0 without a version; null if it is not served.</summary>
    public static WireFormat? Find(IQueryCollection query)
    {
        // Of a repeated one the last counts. A version that is no text ("vsn[]=…") has another key.
        if (query.Keys.Any(key => key.StartsWith("vsn[", StringComparison.Ordinal)))
        {
            return null;
        }

        StringValues values = query["vsn"];
        if (values.Count == 0)
        {
            return WireFormat.V1;
        }

        return values[^1] switch
        {
            { } version when IsPatchOf(version, "1.0.") => WireFormat.V1,
            { } version when IsPatchOf(version, "2.0.") => WireFormat.V2,
            _ => null,
        };
    }

    private static bool IsPatchOf(string version, string minor) =>
        version.StartsWith(minor, StringComparison.Ordinal)
        && version.Length - minor.Length is > 0 and < 10
        && !version.AsSpan(minor.Length).ContainsAnyExceptInRange('0', '9');
}
