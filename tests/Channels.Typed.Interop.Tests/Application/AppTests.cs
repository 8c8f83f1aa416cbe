using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Application;

/// <summary>
/// The interop application, event by event, in both versions and over both transports. It must answer as the same application on Phoenix
/// does.
/// </summary>
public sealed class AppTests(InteropProcess server)
{
    private const string FileOfVersion1 = "version-1.txt";
    private const string FileOfVersion2 = "version-2.txt";

    private static readonly IReadOnlyDictionary<string, Conversation> BothVersions =
        Conversation.ReadAllExcept(FileOfVersion1, FileOfVersion2);

    private static readonly IReadOnlyDictionary<string, Conversation> Version1 = Conversation.Read(FileOfVersion1);

    private static readonly IReadOnlyDictionary<string, Conversation> Version2 = Conversation.Read(FileOfVersion2);

    private static int _lastRun;

    public static TheoryData<string, TransportAndVersion> OfBothVersions =>
        Cross(BothVersions.Keys, Enum.GetValues<TransportAndVersion>());

    public static TheoryData<string, TransportAndVersion> OfVersion1 =>
        Cross(Version1.Keys, [TransportAndVersion.SocketV1, TransportAndVersion.PollV1]);

    public static TheoryData<string, TransportAndVersion> OfVersion2 =>
        Cross(Version2.Keys, [TransportAndVersion.SocketV2, TransportAndVersion.PollV2]);

    [Theory]
    [MemberData(nameof(OfBothVersions))]
    public Task Application_AnswersAsPhoenix(string conversation, TransportAndVersion carrier) =>
        RunAsync(BothVersions[conversation], carrier);

    [Theory]
    [MemberData(nameof(OfVersion1))]
    public Task Application_AnswersAsPhoenixInVersion1(string conversation, TransportAndVersion carrier) =>
        RunAsync(Version1[conversation], carrier);

    [Theory]
    [MemberData(nameof(OfVersion2))]
    public Task Application_AnswersAsPhoenixInVersion2(string conversation, TransportAndVersion carrier) =>
        RunAsync(Version2[conversation], carrier);

    private static TheoryData<string, TransportAndVersion> Cross(IEnumerable<string> conversations, TransportAndVersion[] carriers) =>
        new(conversations.SelectMany(conversation => carriers.Select(carrier => (conversation, carrier))));

    private async Task RunAsync(Conversation conversation, TransportAndVersion carrier)
    {
        string name = $"app{Interlocked.Increment(ref _lastRun)}";
        var clients = new Dictionary<string, ConversationClient>();
        try
        {
            foreach (string line in conversation.Lines.Select(line => line.Replace("@", name, StringComparison.Ordinal)))
            {
                string[] words = line.Split(' ', 3);
                if (!clients.TryGetValue(words[0], out ConversationClient? client))
                {
                    client = new ConversationClient(await AppClient.ConnectAsync(server.Http, carrier), name);
                    clients.Add(words[0], client);
                }

                await (words[1] switch
                {
                    "joins" when words[2].Split(' ', 2) is [var kind, var payload] => client.JoinAsync(kind, payload),
                    "joins" => client.JoinAsync(words[2], "{}"),
                    "sends" => client.SendAsync(words[2]),
                    "gets" => client.ExpectAsync(words[2]),
                    _ => throw new InvalidOperationException($"'{line}' is not a step. Use 'joins', 'sends' or 'gets' as the second word."),
                });
            }

            foreach (ConversationClient client in clients.Values)
            {
                await client.Client.ExpectSilenceAsync();
            }
        }
        finally
        {
            foreach (ConversationClient client in clients.Values)
            {
                client.Dispose();
            }
        }
    }
}
