using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The body of a request, in pooled memory. Dispose it after the last use of <see cref="Memory"/>.</summary>
internal readonly struct BodyReader : IDisposable
{
    private const int FirstSize = 4096;

    private readonly byte[] _bytes;

    private BodyReader(byte[] bytes, int length)
    {
        _bytes = bytes;
        Memory = bytes.AsMemory(0, length);
    }

    public Memory<byte> Memory { get; }

    /// <summary>Reads the whole body of a request.</summary>
    /// <returns>The body; null if it is larger than <paramref name="maxBytes"/>.</returns>
    public static async ValueTask<BodyReader?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        // If the web server has a lower limit, it is raised: the option of the mount decides.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server
            && server.MaxRequestBodySize < maxBytes)
        {
            server.MaxRequestBodySize = maxBytes;
        }

        // The buffer grows with the bytes that have arrived. A client cannot reserve memory with a large Content-Length.
        byte[] bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
        int length = 0;
        while (true)
        {
            int read = await request.Body.ReadAsync(bytes.AsMemory(length), cancellationToken);
            length += read;
            if (read == 0)
            {
                return new BodyReader(bytes, length);
            }

            if (length > maxBytes)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                return null;
            }

            if (length == bytes.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(length * 2);
                bytes.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = larger;
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
