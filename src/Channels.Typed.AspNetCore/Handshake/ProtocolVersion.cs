using System.Buffers;
using Channels.Typed.AspNetCore.Versions;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>Finds the protocol version that a client requests (protocol section "Version negotiation").</summary>
internal static class ProtocolVersion
{
    private const string Name = "vsn";

    private static readonly SearchValues<char> BuildChars =
        SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>
    /// Finds the format for the parameter <c>vsn</c>: 1.0.x or 2.0.x; 1.0.0 if there is no parameter; null for any other version.
    /// </summary>
    public static WireFormat? Find(ConnectParams parameters)
    {
        if (!parameters.Flat.TryGetValue(Name, out string? version))
        {
            // A nested parameter such as vsn[a] is not a version, but it does not count as missing either.
            return parameters.Nested(Name).Count == 0 ? WireFormat.V1 : null;
        }

        if (IsPatchOf("1.0.", version))
        {
            return WireFormat.V1;
        }

        return IsPatchOf("2.0.", version) ? WireFormat.V2 : null;
    }

    // MAJOR.MINOR.PATCH[+BUILD] of Semantic Versioning, without leading zeros and without pre-releases.
    private static bool IsPatchOf(string release, string version)
    {
        if (!version.StartsWith(release, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> patch = version.AsSpan(release.Length);
        int plus = patch.IndexOf('+');
        if (plus >= 0 && !IsBuild(patch[(plus + 1)..]))
        {
            return false;
        }

        patch = plus >= 0 ? patch[..plus] : patch;
        return patch.Length > 0 && !patch.ContainsAnyExceptInRange('0', '9') && (patch.Length == 1 || patch[0] != '0');
    }

    private static bool IsBuild(ReadOnlySpan<char> build)
    {
        foreach (Range part in build.Split('.'))
        {
            ReadOnlySpan<char> identifier = build[part];
            if (identifier.IsEmpty || identifier.ContainsAnyExcept(BuildChars))
            {
                return false;
            }
        }

        return true;
    }
}
