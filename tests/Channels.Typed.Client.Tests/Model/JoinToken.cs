namespace Channels.Typed.Client.Tests.Model;

/// <summary>A join in the model. The client chooses its ref, which is known when the frame arrives.</summary>
internal sealed class JoinToken
{
    public string Ref { get; set; } = "0";
}
