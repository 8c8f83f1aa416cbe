namespace Channels.Typed.Client.Tests.Model;

/// <summary>A frame that the client sent.</summary>
internal sealed record SentFrame(string? JoinRef, string Ref, string Topic, string Name, string Payload, bool IsBinary)
{
    public override string ToString() => $"{Topic} {Name} {Payload}{(IsBinary ? " as bytes" : "")} of join {JoinRef}";
}
