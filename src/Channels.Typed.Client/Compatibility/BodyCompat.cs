using System.Net.Http;

namespace Channels.Typed.Client.Compatibility;

/// <summary>Reads the body of an HTTP response. netstandard2.0 has older forms of these calls.</summary>
internal static class BodyCompat
{
#if NET
    public static Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellationToken) =>
        content.ReadAsStreamAsync(cancellationToken);

    public static ValueTask<int> ReadIntoAsync(this Stream stream, byte[] buffer, int offset, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer.AsMemory(offset), cancellationToken);
#else
    public static Task<Stream> OpenAsync(this HttpContent content, CancellationToken cancellationToken) => content.ReadAsStreamAsync();

    public static ValueTask<int> ReadIntoAsync(this Stream stream, byte[] buffer, int offset, CancellationToken cancellationToken) =>
        new(stream.ReadAsync(buffer, offset, buffer.Length - offset, cancellationToken));
#endif
}
