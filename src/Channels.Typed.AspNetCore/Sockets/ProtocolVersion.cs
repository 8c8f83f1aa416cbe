using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Sockets;

/// <summary>The serializer version that a client asks for (protocol section "Version negotiation").</summary>
internal static class ProtocolVersion
{
    /// <summary>Whether it is 2.0.x, the one served so far; without a version a client means 1.0.0.</summary>
    public static bool IsServed(IQueryCollection query)
    {
        Microsoft.Extensions.Primitives.StringValues values = query["vsn"];
        if (values.Count == 0 || values[^1] is not { } version || !version.StartsWith("2.0.", StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> patch = version.AsSpan("2.0.".Length);
        return patch.Length is > 0 and < 10 && !patch.ContainsAnyExceptInRange('0', '9');
    }
}
