using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// Creates and reads the tokens of one mount's sessions. A token contains the session's address and the time of its creation, protected
/// with the application's Data Protection keys, so every server with the same keys can read it. Tokens of another mount or another user
/// socket are not valid.
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

    /// <summary>Reads the token of a request.</summary>
    /// <returns>The address; null if the token is missing, not valid, or too old.</returns>
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

        long created = BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(2 * IdLength));
        TimeSpan age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(created);
        return age <= maxAge
            ? new SessionAddress(new Guid(plain.AsSpan(0, IdLength)), new Guid(plain.AsSpan(IdLength, IdLength)))
            : null;
    }
}
