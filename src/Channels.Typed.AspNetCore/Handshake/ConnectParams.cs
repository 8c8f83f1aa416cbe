using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>
/// The parameters of a request to connect, from its query and its route. Read here and not by <see cref="IQueryCollection"/>, which does not
/// tell names in upper and lower case apart and takes bytes that are not text.
/// </summary>
internal sealed class ConnectParams
{
    private readonly List<KeyValuePair<string, string>> _all = [];
    private readonly Dictionary<string, string> _flat = new(StringComparer.Ordinal);

    private ConnectParams()
    {
    }

    /// <summary>Names as they were sent, <c>a[b]</c> among them. Of a repeated name the last counts, and those of the route win.</summary>
    public IReadOnlyDictionary<string, string> Flat => _flat;

    /// <summary>Reads a request's parameters; null if the query has bytes that are not UTF-8. Empty segments and wrong percent signs are let through.</summary>
    public static ConnectParams? TryRead(HttpRequest request)
    {
        var parameters = new ConnectParams();
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            if (TryDecode(pair.EncodedName) is not { } name || TryDecode(pair.EncodedValue) is not { } value)
            {
                return null;
            }

            parameters.Add(name, value);
        }

        foreach ((string name, object? value) in request.RouteValues)
        {
            parameters.Add(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        return parameters;
    }

    /// <summary>What is nested in a name: of <c>a[b]</c> and <c>a[b][c]</c>, nested in <c>a</c> are <c>b</c> and <c>b[c]</c>.</summary>
    public IReadOnlyDictionary<string, string> Nested(string name)
    {
        var nested = new Dictionary<string, string>(StringComparer.Ordinal);
        int index = 0;
        foreach ((string full, string value) in _all)
        {
            int end;
            if (full.Length > name.Length + 1
                && full.StartsWith(name, StringComparison.Ordinal)
                && full[name.Length] == '['
                && (end = full.IndexOf(']', name.Length)) > 0)
            {
                string first = full[(name.Length + 1)..end];

                // a[]=x&a[]=y is the other way to write a[0]=x&a[1]=y.
                nested[(first.Length == 0 ? index++.ToString(CultureInfo.InvariantCulture) : first) + full[(end + 1)..]] = value;
            }
        }

        return nested;
    }

    private void Add(string name, string value)
    {
        _all.Add(new(name, value));
        _flat[name] = value;
    }

    private static string? TryDecode(ReadOnlyMemory<char> encoded)
    {
        if (!encoded.Span.ContainsAny("%+") && Ascii.IsValid(encoded.Span))
        {
            return encoded.ToString();
        }

        byte[] bytes = Encoding.UTF8.GetBytes(encoded.ToString());
        bytes = WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)!; // Null only for null.
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }
}
