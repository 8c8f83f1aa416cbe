using System.Text.Json;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A recorded session without the parts that our client cannot play (<see cref="NotPlayed"/>).</summary>
internal sealed class Recording
{
    // Most notes begin a part. This one describes the line before it.
    private const string Remark = "negotiated subprotocol";

    private Recording(string name, IReadOnlyList<RecordedLine> lines)
    {
        Name = name;
        Lines = lines;
    }

    public static IReadOnlyCollection<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.jsonl")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    public string Name { get; }

    public IReadOnlyList<RecordedLine> Lines { get; }

    private static string Folder => Path.Combine(Repository.Wire, "recordings");

    /// <summary>Reads all lines, including those that are not played.</summary>
    public static IReadOnlyList<RecordedLine> Read(string name) =>
    [
        .. File.ReadLines(Path.Combine(Folder, name + ".jsonl"))
            .Select(static (line, index) => new RecordedLine(index + 1, JsonDocument.Parse(line).RootElement)),
    ];

    public static Recording Load(string name)
    {
        string[] left = [.. NotPlayed.Table.Where(entry => entry.Recording == name).SelectMany(static entry => entry.Parts)];
        return new Recording(name, Cut(Read(name), left));
    }

    // A part begins with a note or a frame of the client, and ends before the next of these. Replies to removed frames are removed too.
    private static List<RecordedLine> Cut(IReadOnlyList<RecordedLine> lines, string[] parts)
    {
        var kept = new List<RecordedLine>();
        var unasked = new HashSet<(string Client, string Ref)>();
        bool isNoteCut = false;
        bool isFrameCut = false;
        foreach (RecordedLine line in lines)
        {
            if (line.Kind == "note" && !line.IsDrop && !line.Data.StartsWith(Remark, StringComparison.Ordinal))
            {
                isNoteCut = parts.Any(part => NotPlayed.Begins(part, line.Data));
                isFrameCut = false;
            }
            else if (line.IsClient && line.IsHttp)
            {
                // A new connection starts its own refs.
                _ = unasked.RemoveWhere(asked => asked.Client == line.Client);
            }
            else if (line.IsClient)
            {
                isFrameCut = line.Kind == "text" && parts.Contains(line.Data);
            }

            if (isNoteCut || isFrameCut)
            {
                if (line.IsClient && line.Kind == "text" && Frames.RefOf(line.Data) is { } reference)
                {
                    _ = unasked.Add((line.Client, reference));
                }
            }
            else if (line.IsClient || line.Kind != "text" || !IsAnswerTo(unasked, line))
            {
                kept.Add(line);
            }
        }

        return kept;
    }

    private static bool IsAnswerTo(HashSet<(string Client, string Ref)> unasked, RecordedLine line) =>
        Frames.RefOf(line.Data) is { } reference && unasked.Contains((line.Client, reference));
}
