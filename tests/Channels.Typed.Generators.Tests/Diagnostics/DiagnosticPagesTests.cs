using System.Reflection;
using System.Text.RegularExpressions;
using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Tests.Harness;
using Channels.Typed.Tests.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Diagnostics;

/// <summary>Every diagnostic has a page and is reported by an analyzer.</summary>
public partial class DiagnosticPagesTests
{
    public static TheoryData<string> Ids =>
    [
        .. typeof(DiagnosticIds).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => (string)constant.GetRawConstantValue()!),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_HasAPageWithItsTitleAndBothCauseAndFix(string id)
    {
        DiagnosticDescriptor descriptor = Assert.Single(AnalyzerRun.Descriptors, supported => supported.Id == id);

        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics", id + ".md"));

        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## What is wrong\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## How to fix it\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task CodeOfThePage_HasTheDiagnosticBeforeTheFixAndNoneAfter(string id)
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "diagnostics", id + ".md"));
        string[] blocks = [.. CodeBlock().Matches(page).Select(match => match.Groups[1].Value)];

        Assert.Equal(2, blocks.Length);
        LanguageVersion before = id == DiagnosticIds.LanguageIsTooOld ? LanguageVersion.CSharp7_3 : LanguageVersion.CSharp12;
        Assert.Equal([id], (await AnalyzerRun.FindAsync(Complete(blocks[0]), before)).Select(diagnostic => diagnostic.Id));
        Assert.Empty(await AnalyzerRun.FindAsync(Complete(blocks[1]), LanguageVersion.CSharp12));
    }

    // The generator of System.Text.Json does not run here, so this adds what it would generate for the page's context.
    private static string Complete(string code)
    {
        if (!code.Contains("class RoomJson", StringComparison.Ordinal))
        {
            return code;
        }

        IEnumerable<string> properties = Regex.Matches(code, @"JsonSerializable\(typeof\((\w+)\)")
            .Select(match => match.Groups[1].Value)
            .Select(type => $"public JsonTypeInfo<{type}> {type} => null!;\n");
        return code + """
            public partial class RoomJson
            {
                public static RoomJson Default { get; } = new();
                public RoomJson() : base(null) { }
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => null;

            """ + string.Concat(properties) + "}";
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
