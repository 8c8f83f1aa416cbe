namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>An attempt of our client to connect.</summary>
internal interface IRecordedAttempt
{
    /// <summary>Gets the path and the query of the request.</summary>
    string Target { get; }

    /// <summary>Compares the headers with the recorded ones, if the carrier has headers.</summary>
    void CompareHeaders(IReadOnlyDictionary<string, string> recorded);

    /// <summary>Accepts with the recorded response.</summary>
    Task<IRecordedLink> AcceptAsync(RecordedLine response);

    /// <summary>Refuses with the recorded response.</summary>
    void Refuse(RecordedLine response);
}
