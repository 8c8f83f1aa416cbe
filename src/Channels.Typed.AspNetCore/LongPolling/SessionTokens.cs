using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// The tokens of one mount's sessions: an address and when it was given out, protected by the application's keys, so that every server that
/// shares them can read it. Those of another mount or of another user socket mean nothing here.
/// </summary>
internal sealed class SessionTokens(IDataProtectionProvider protection, string mount, string userSocket, TimeSpan maxAge, TimeProvider time)
{
    private const int IdLength = 16;
    private const int Length = (2 * IdLength) + sizeof(long);
    private const int LongestToken = 1024;

    private readonly IDataProtector _protector = protection.CreateProtector("Channels.Typed.LongPoll", "v1", mount, userSocket);

    public string Create(SessionAddress address)
    {
        var plain = new byte[Length];
        _ = address.Node.TryWriteBytes(plain);
        _ = address.Session.TryWriteBytes(plain.AsSpan(IdLength));
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(2 * IdLength), time.GetUtcNow().ToUnixTimeMilliseconds());
        return Base64Url.EncodeToString(_protector.Protect(plain));
    }

    /// <summary>Reads what a client presents.</summary>
    /// <returns>The address; null if the token is none of ours, or too old.</returns>
    public SessionAddress? Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > LongestToken || !Base64Url.IsValid(token))
        {
            return null;
        }

        byte[] plain;
        try
        {
            plain = _protector.Unprotect(Base64Url.DecodeFromChars(token));
        }
        catch (CryptographicException)
        {
            return null;
        }

        if (plain.Length != Length)
        {
            return null;
        }

        TimeSpan age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(2 * IdLength)));
        return age <= maxAge ? new SessionAddress(new Guid(plain.AsSpan(0, IdLength)), new Guid(plain.AsSpan(IdLength, IdLength))) : null;
    }
}
