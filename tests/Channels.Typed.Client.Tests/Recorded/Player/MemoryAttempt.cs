using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A client that wants to connect in memory.</summary>
internal sealed class MemoryAttempt(ScriptedAttempt attempt) : IRecordedAttempt
{
    public string Target => attempt.Uri.PathAndQuery;

    public void CompareHeaders(IReadOnlyDictionary<string, string> recorded)
    {
        // Nothing in memory has headers.
    }

    public Task<IRecordedLink> AcceptAsync(RecordedLine answer) => Task.FromResult<IRecordedLink>(new MemoryLink(attempt.Accept()));

    public void Refuse(RecordedLine answer) => attempt.Refuse(new ConnectRefusedException(answer.Status));
}
