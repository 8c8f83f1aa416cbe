using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Channels.Typed.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Tests.Harness;

/// <summary>Runs all analyzers over source code. In it, <c>{|CHT0001:text|}</c> marks each expected diagnostic.</summary>
internal static partial class AnalyzerRun
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
        [new ContractAnalyzer(), new HandlerAnalyzer(), new PayloadAnalyzer(), new SwitchAnalyzer(), new ReplyAnalyzer()];

    public static IEnumerable<DiagnosticDescriptor> Descriptors =>
        Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct();

    /// <summary>Asserts that exactly the marked diagnostics are reported. Returns their messages in the order of the source.</summary>
    public static async Task<IReadOnlyList<string>> ExpectAsync(string markup, LanguageVersion language = LanguageVersion.CSharp11)
    {
        List<string> expected = [];
        string source = Mark().Replace(markup, match =>
        {
            expected.Add($"{match.Groups["id"].Value} at '{match.Groups["text"].Value}'");
            return match.Groups["text"].Value;
        });

        IReadOnlyList<Diagnostic> ordered = await FindAsync(source, language);

        Assert.Equal(expected, ordered.Select(diagnostic => $"{diagnostic.Id} at '{Text(diagnostic)}'"));
        return [.. ordered.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture))];
    }

    /// <summary>Returns the diagnostics of the analyzers in the order of the source.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> FindAsync(string source, LanguageVersion language)
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + source, language);
        ImmutableArray<Diagnostic> found = await run.Output.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id)];
    }

    /// <summary>
    /// Returns the ids of the warnings and errors that a build shows: those of the compiler, the generators and the analyzers, without the
    /// suppressed ones.
    /// </summary>
    public static Task<IReadOnlyList<string>> BuildAsync(string source, params MetadataReference[] references) =>
        BuildAsync(source, LanguageVersion.CSharp11, references);

    /// <summary>The same for another language version.</summary>
    public static async Task<IReadOnlyList<string>> BuildAsync(
        string source, LanguageVersion language, params MetadataReference[] references)
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + source, language, references);
        ImmutableArray<Diagnostic> found = await run.Output.WithAnalyzers([.. Analyzers, new SwitchSuppressor()]).GetAllDiagnosticsAsync();
        return
        [
            .. found.Concat(run.GeneratorDiagnostics)
                .Where(diagnostic => !diagnostic.IsSuppressed && GeneratorRun.IsRelevant(diagnostic))
                .Select(diagnostic => diagnostic.Id)
                .Order(),
        ];
    }

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    [GeneratedRegex(@"\{\|(?<id>CHT\d+):(?<text>.*?)\|\}")]
    private static partial Regex Mark();
}
