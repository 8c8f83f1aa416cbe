using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// Creates and reads the tokens of one mount's sessions. A token contains the session's address, the time of its creation and a hash of
/// the user's id, protected with the application's Data Protection keys, so every server with the same keys can read it. Tokens of another
/// mount, another user socket or another user are not valid.
/// </summary>
internal sealed class SessionTokens(IDataProtectionProvider protection, string mount, string userSocket, TimeSpan maxAge, TimeProvider time)
{
    private const int IdLength = 16;
    private const int UserStart = (2 * IdLength) + sizeof(long);
    private const int Length = UserStart + SHA256.HashSizeInBytes;
    private const int LongestToken = 1024;

    private readonly IDataProtector _protector = protection.CreateProtector("Channels.Typed.LongPoll", "v1", mount, userSocket);

    /// <summary>Creates the token of a session that was started by this user.</summary>
    public string Create(SessionAddress address, ClaimsPrincipal user)
    {
        var plain = new byte[Length];
        _ = address.Node.TryWriteBytes(plain);
        _ = address.Session.TryWriteBytes(plain.AsSpan(IdLength));
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(2 * IdLength), time.GetUtcNow().ToUnixTimeMilliseconds());
        Hash(user)?.CopyTo(plain, UserStart); // Zeros if the user has no id.
        return Base64Url.EncodeToString(_protector.Protect(plain));
    }

    /// <summary>Reads the token of a request.</summary>
    /// <param name="token">The token; null if the request has none.</param>
    /// <param name="user">The user of the request. It must be the user that started the session, if that user had an id.</param>
    /// <returns>The address; null if the token is missing, not valid, too old, or of another user.</returns>
    public SessionAddress? Read(string? token, ClaimsPrincipal user)
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

        if (plain.Length != Length || !IsOf(plain.AsSpan(UserStart), user))
        {
            return null;
        }

        long created = BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(2 * IdLength));
        TimeSpan age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(created);
        return age <= maxAge
            ? new SessionAddress(new Guid(plain.AsSpan(0, IdLength)), new Guid(plain.AsSpan(IdLength, IdLength)))
            : null;
    }

    private static bool IsOf(ReadOnlySpan<byte> hash, ClaimsPrincipal user) =>
        !hash.ContainsAnyExcept((byte)0) || (Hash(user) is { } own && hash.SequenceEqual(own));

    private static byte[]? Hash(ClaimsPrincipal user) =>
        user.FindFirst(ClaimTypes.NameIdentifier)?.Value is { } id ? SHA256.HashData(Encoding.UTF8.GetBytes(id)) : null;
}
