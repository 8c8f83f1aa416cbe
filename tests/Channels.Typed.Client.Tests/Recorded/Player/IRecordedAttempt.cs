namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A client that wants to connect.</summary>
internal interface IRecordedAttempt
{
    /// <summary>Gets the path and the query.</summary>
    string Target { get; }

    /// <summary>Compares headers with the recorded ones, where the carrier has headers.</summary>
    void CompareHeaders(IReadOnlyDictionary<string, string> recorded);

    /// <summary>Connects it, with the recorded answer.</summary>
    Task<IRecordedLink> AcceptAsync(RecordedLine answer);

    /// <summary>Refuses it with the recorded answer.</summary>
    void Refuse(RecordedLine answer);
}
