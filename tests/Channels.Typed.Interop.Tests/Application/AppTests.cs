using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Application;

/// <summary>The interop application, event by event, in both versions and over both transports, as the one on Phoenix does it.</summary>
public sealed class AppTests(InteropProcess server)
{
    private static int _lastRun;

    public static TheoryData<string, Wire> OfAll => Cross(Conversations.OfAll.Keys, Enum.GetValues<Wire>());

    public static TheoryData<string, Wire> OfVersion2 => Cross(Conversations.OfVersion2.Keys, [Wire.SocketV2, Wire.PollV2]);

    public static TheoryData<string, Wire> OfVersion1 => Cross(Conversations.OfVersion1.Keys, [Wire.SocketV1, Wire.PollV1]);

    [Theory]
    [MemberData(nameof(OfAll))]
    public Task Application_AnswersAsPhoenix(string conversation, Wire wire) => TalkAsync(Conversations.OfAll[conversation], wire);

    [Theory]
    [MemberData(nameof(OfVersion2))]
    public Task Application_AnswersAsPhoenixInVersion2(string conversation, Wire wire) => TalkAsync(Conversations.OfVersion2[conversation], wire);

    [Theory]
    [MemberData(nameof(OfVersion1))]
    public Task Application_AnswersAsPhoenixInVersion1(string conversation, Wire wire) => TalkAsync(Conversations.OfVersion1[conversation], wire);

    private static TheoryData<string, Wire> Cross(IEnumerable<string> conversations, Wire[] wires) =>
        new(conversations.SelectMany(conversation => wires.Select(wire => (conversation, wire))));

    private async Task TalkAsync(string conversation, Wire wire)
    {
        string name = $"app{Interlocked.Increment(ref _lastRun)}";
        var speakers = new Dictionary<string, Speaker>();
        try
        {
            foreach (string line in conversation.Replace("@", name, StringComparison.Ordinal).Split('\n'))
            {
                string[] words = line.Split(' ', 3);
                if (!speakers.TryGetValue(words[0], out Speaker? speaker))
                {
                    speaker = new Speaker(await AppClient.ConnectAsync(server.Http, wire), name);
                    speakers.Add(words[0], speaker);
                }

                await (words[1] switch
                {
                    "joins" when words[2].Split(' ', 2) is [var kind, var payload] => speaker.JoinAsync(kind, payload),
                    "joins" => speaker.JoinAsync(words[2], "{}"),
                    "sends" => speaker.SendAsync(words[2]),
                    "gets" => speaker.ExpectAsync(words[2]),
                    _ => throw new InvalidOperationException($"Nobody knows what '{line}' means."),
                });
            }

            foreach (Speaker speaker in speakers.Values)
            {
                await speaker.Client.ExpectSilenceAsync();
            }
        }
        finally
        {
            foreach (Speaker speaker in speakers.Values)
            {
                speaker.Dispose();
            }
        }
    }
}
