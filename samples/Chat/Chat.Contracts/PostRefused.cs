using System.Text.Json.Serialization;

namespace Chat;

/// <summary>Why a message is refused. On the wire it is an object whose <c>reason</c> names the case.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reason")]
[JsonDerivedType(typeof(Empty), "empty")]
[JsonDerivedType(typeof(TooLong), "too_long")]
public abstract record PostRefused
{
    private PostRefused()
    {
    }

    /// <summary>The message contains only white space.</summary>
    public sealed record Empty : PostRefused;

    /// <summary>The message is too long.</summary>
    /// <param name="MaxLength">The longest message, in characters.</param>
    public sealed record TooLong(int MaxLength) : PostRefused;
}
