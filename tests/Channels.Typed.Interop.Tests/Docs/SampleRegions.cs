using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Docs;

/// <summary>The regions of the samples, and of the tests of the client's page, that pages show.</summary>
internal static class SampleRegions
{
    public const string Prefix = "readme-";

    private const string Begin = "#region " + Prefix;
    private const string End = "#endregion";

    // The client's page shows how to write tests, so its code is in tests.
    private static readonly string[] Folders = ["samples", Path.Combine("tests", "Channels.Typed.Testing.Tests", "ClientPage")];

    /// <summary>Reads all regions, by name. The indentation of the region is removed.</summary>
    public static Dictionary<string, string> Read()
    {
        var regions = new Dictionary<string, string>();
        foreach (string file in Folders.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)))
        {
            string[] lines = File.ReadAllLines(file);
            for (int start = 0; start < lines.Length; start++)
            {
                if (!lines[start].TrimStart().StartsWith(Begin, StringComparison.Ordinal))
                {
                    continue;
                }

                int end = Array.FindIndex(lines, start, line => line.Trim() == End);
                regions.Add(
                    lines[start].Trim()["#region ".Length..],
                    Unindent(lines[(start + 1)..end], lines[start].IndexOf('#', StringComparison.Ordinal)));
            }
        }

        Assert.NotEmpty(regions);
        return regions;
    }

    private static string Unindent(string[] lines, int indentation) =>
        string.Join('\n', lines.Select(line => line.Length < indentation ? line.TrimStart() : line[indentation..]));
}
