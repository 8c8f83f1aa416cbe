using System.Runtime.CompilerServices;
using Channels.Typed.Tests.Shared;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Tests.Harness;

/// <summary>
/// Compares the generated files with <c>Snapshots/{class}.{test}/{hint}.verified.cs</c>. A file that differs is written beside the verified
/// one as <c>.received.cs</c>. With <c>UPDATE_SNAPSHOTS=1</c> the verified files are overwritten; this is not allowed in CI.
/// </summary>
internal static class Snapshot
{
    public static void Verify(GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        string folder = Path.Combine(
            Repository.Root,
            "tests",
            "Channels.Typed.Generators.Tests",
            "Snapshots",
            $"{Path.GetFileNameWithoutExtension(testFile)}.{test}");
        bool mayUpdate = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";
        Assert.False(mayUpdate && Environment.GetEnvironmentVariable("CI") is "true" or "1", "UPDATE_SNAPSHOTS must not be set in CI.");

        if (Directory.Exists(folder))
        {
            foreach (string received in Directory.GetFiles(folder, "*.received.cs"))
            {
                File.Delete(received);
            }
        }

        if (mayUpdate)
        {
            Update(run, folder);
        }

        Compare(run, folder);
    }

    private static void Update(GeneratorRun run, string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (GeneratedSourceResult file in run.Files)
        {
            File.WriteAllText(Path.Combine(folder, Name(file, "verified")), file.SourceText.ToString());
        }
    }

    private static void Compare(GeneratorRun run, string folder)
    {
        List<string> differences = [];
        HashSet<string> expected = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.verified.cs").Select(path => Path.GetFileName(path))]
            : [];
        foreach (GeneratedSourceResult file in run.Files)
        {
            string verified = Name(file, "verified");
            string text = file.SourceText.ToString();
            if (!expected.Remove(verified) || File.ReadAllText(Path.Combine(folder, verified)) != text)
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, Name(file, "received")), text);
                differences.Add(Name(file, "received"));
            }
        }

        differences.AddRange(expected.Select(missing => missing + " was not generated"));
        Assert.True(differences.Count == 0, $"In {folder}: {string.Join(", ", differences)}. Look at the differences; UPDATE_SNAPSHOTS=1 accepts them.");
    }

    private static string Name(GeneratedSourceResult file, string kind) =>
        file.HintName.Replace(".g.cs", $".{kind}.cs", StringComparison.Ordinal);
}
