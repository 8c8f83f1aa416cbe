using System.Text;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>Text frames as clients send them, masked (RFC 6455, 5.2 and 5.3).</summary>
internal static class ClientFrames
{
    private static readonly byte[] Mask = [0x37, 0xfa, 0x21, 0x3d];

    public static byte[] Repeat(string message, int count)
    {
        byte[] payload = Encoding.UTF8.GetBytes(message);
        Assert.InRange(payload.Length, 0, 125);
        byte[] frame = [0x81, (byte)(0x80 | payload.Length), .. Mask, .. payload.Select((b, i) => (byte)(b ^ Mask[i % 4]))];
        return [.. Enumerable.Repeat(frame, count).SelectMany(bytes => bytes)];
    }
}
