using System.Text.Json.Serialization;

namespace Chat;

#region readme-refusal
/// <summary>Why a join is refused. On the wire it is an object whose <c>reason</c> names the case.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reason")]
[JsonDerivedType(typeof(NickEmpty), "nick_empty")]
[JsonDerivedType(typeof(NickTooLong), "nick_too_long")]
[JsonDerivedType(typeof(NickTaken), "nick_taken")]
public abstract record JoinRefused
{
    private JoinRefused()
    {
    }

    public sealed record NickEmpty : JoinRefused;

    public sealed record NickTooLong(int MaxLength) : JoinRefused;

    public sealed record NickTaken : JoinRefused;
}
#endregion
