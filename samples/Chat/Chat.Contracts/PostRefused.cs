using System.Text.Json.Serialization;

namespace Chat;

/// <summary>Why a message is not posted. On the wire an object whose <c>reason</c> names the case.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reason")]
[JsonDerivedType(typeof(Empty), "empty")]
[JsonDerivedType(typeof(TooLong), "too_long")]
public abstract record PostRefused
{
    private PostRefused()
    {
    }

    /// <summary>There is nothing in it but white space.</summary>
    public sealed record Empty : PostRefused;

    /// <summary>It is longer than a message may be.</summary>
    /// <param name="MaxLength">The most characters that a message may have.</param>
    public sealed record TooLong(int MaxLength) : PostRefused;
}
