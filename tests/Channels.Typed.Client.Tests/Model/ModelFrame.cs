namespace Channels.Typed.Client.Tests.Model;

/// <summary>A frame that the client must send.</summary>
internal sealed class ModelFrame(string topic, string name, string payload, JoinToken? join, ModelPending? pending, bool isBinary = false)
{
    public string Topic { get; } = topic;

    public string Name { get; } = name;

    /// <summary>Gets the join to which the frame belongs. For a join frame this is the new join.</summary>
    public JoinToken? Join { get; } = join;

    public ModelPending? Pending { get; } = pending;

    /// <summary>Gets or sets the ref that the client chose.</summary>
    public string Ref { get; set; } = "";

    public bool Matches(SentFrame sent) => (sent.Topic, sent.Name, sent.Payload, sent.IsBinary) == (Topic, Name, payload, isBinary);

    public override string ToString() => $"{Topic} {Name} {payload}{(isBinary ? " as bytes" : "")} of join {Join?.Ref}";
}
