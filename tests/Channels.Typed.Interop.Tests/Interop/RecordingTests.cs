using System.Text.Json;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>Plays every recorded conversation with a Phoenix server against our server (tests/wire).</summary>
public sealed class RecordingTests(RecordingRun run) : IClassFixture<RecordingRun>
{
    public static TheoryData<string> Recordings => [.. RecordingRun.Recordings.Keys];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recording_IsAnsweredAsByPhoenix(string recording)
    {
        if (RecordingRun.Recordings[recording] is { } missing)
        {
            Assert.Skip(missing);
        }

        JsonElement result = run.ResultOf(recording);

        Assert.True(result.GetProperty("result").GetString() == "PASS", result.GetRawText());
    }
}
