using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>
/// The parameters of a connect request, from its query and its route. <see cref="IQueryCollection"/> is not used, because its names are not
/// case-sensitive and it accepts bytes that are not UTF-8.
/// </summary>
internal sealed class ConnectParams
{
    private readonly List<KeyValuePair<string, string>> _all = [];
    private readonly Dictionary<string, string> _flat = new(StringComparer.Ordinal);

    private ConnectParams()
    {
    }

    /// <summary>
    /// Gets all parameters under the names that the client sent, such as <c>a[b]</c>. The last value of a repeated name counts, and a route
    /// parameter replaces a query parameter.
    /// </summary>
    public IReadOnlyDictionary<string, string> Flat => _flat;

    /// <summary>
    /// Reads a request's parameters; null if the query contains bytes that are not UTF-8. Empty segments and invalid percent encodings are
    /// accepted.
    /// </summary>
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

    /// <summary>
    /// Gets the parameters that are nested in a name: for <c>a</c>, the parameters <c>a[b]</c> and <c>a[b][c]</c> as <c>b</c> and
    /// <c>b[c]</c>.
    /// </summary>
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

                // a[]=x&a[]=y means the same as a[0]=x&a[1]=y.
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
