namespace Channels.Typed.Client.Tests.Model;

/// <summary>A join whose ref the client chooses and the frame tells.</summary>
internal sealed class JoinToken
{
    public string Ref { get; set; } = "0";
}
