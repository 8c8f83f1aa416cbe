using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>An attempt to connect over the in-memory transport.</summary>
internal sealed class MemoryAttempt(ScriptedAttempt attempt) : IRecordedAttempt
{
    public string Target => attempt.Uri.PathAndQuery;

    public void CompareHeaders(IReadOnlyDictionary<string, string> recorded)
    {
        // The in-memory transport has no headers.
    }

    public Task<IRecordedLink> AcceptAsync(RecordedLine answer) => Task.FromResult<IRecordedLink>(new MemoryLink(attempt.Accept()));

    public void Refuse(RecordedLine answer) => attempt.Refuse(new ConnectRefusedException(answer.Status));
}
