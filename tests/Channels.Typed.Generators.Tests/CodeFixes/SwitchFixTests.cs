using System.Collections.Immutable;
using Channels.Typed.CodeFixes;
using Channels.Typed.Generators.Analyzers;
using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Tests.CodeFixes;

public class SwitchFixTests
{
    private const string Throw = "throw new NotImplementedException()";

    [Theory]
    [InlineData("refused switch { Refused.Empty => 1, }", "Refused.Empty => 1", "Refused.TooLong tooLong", "Refused.Taken taken")]
    [InlineData("kind switch { }", "ReplyKind.Ok", "ReplyKind.Error")]
    [InlineData("any switch { First => 1 }", "First => 1", "Second second")]
    [InlineData("reply switch { { IsError: true } => 1 }", "{ IsError: true } => 1", "{ IsOk: true, Value: var done }")]
    [InlineData("plain switch { { IsOk: true } => 1 }", "{ IsOk: true } => 1", "{ IsError: true, Error: var plain_ }")] // Not 'plain'.
    [InlineData(
        "reply switch { { IsOk: true } => 1, { IsError: true, Error: Refused.Empty or Refused.Taken } => 2 }",
        "{ IsOk: true } => 1",
        "{ IsError: true, Error: Refused.Empty or Refused.Taken } => 2",
        "{ IsError: true, Error: Refused.TooLong tooLong }")]
    [InlineData(
        "maybe switch { Refused.Empty or Refused.TooLong or Refused.Taken => 1 }",
        "Refused.Empty or Refused.TooLong or Refused.Taken => 1",
        "null")]
    public async Task MissingArms_AreAdded(string before, params string[] arms)
    {
        IEnumerable<string> complete = arms.Select(arm => arm.Contains("=>", StringComparison.Ordinal) ? arm : $"{arm} => {Throw}");
        string expected = string.Concat(complete.Select(arm => $"        {arm},\n"));

        Assert.Equal(
            SwitchSources.Expression($"{before[..before.IndexOf(' ')]} switch\n    {{\n{expected}    }}"),
            await FixAsync(SwitchSources.Expression(before)));
    }

    [Fact]
    public async Task SwitchOnSeveralLines_KeepsItsLayout()
    {
        const string Before = """
            refused switch
                {
                    Refused.Empty   => 1, // nothing in it

                    Refused.TooLong => 2 // too much
                    // the rest
                }
            """;
        const string After = """
            refused switch
                {
                    Refused.Empty   => 1, // nothing in it

                    Refused.TooLong => 2, // too much
                    Refused.Taken taken => throw new NotImplementedException(),
                    // the rest
                }
            """;

        Assert.Equal(SwitchSources.Expression(After), await FixAsync(SwitchSources.Expression(Before)));
    }

    [Theory]
    [InlineData("denied", "case Full: break;", "Banned.ForNow forNow", "Banned.Forever forever")]
    [InlineData("reply.Kind", "case ReplyKind.Ok: break;", "ReplyKind.Error")]
    [InlineData("any", "case First: int second = number; break;", "Second second_")]
    public async Task MissingSections_AreAdded(string value, string section, params string[] missing)
    {
        string added = string.Concat(missing.Select(pattern => $"            case {pattern}:\n                {Throw};\n"));
        string[] layouts = [$"switch ({value}) {{ {section} }}", $"switch ({value})\n        {{\n            {section}\n        }}"];

        foreach (string before in layouts)
        {
            Assert.Equal(
                SwitchSources.Statement($"switch ({value})\n        {{\n            {section}\n{added}        }}"),
                await FixAsync(SwitchSources.Statement(before)));
        }
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp11)]
    public async Task NamesInAnotherNamespace_AreAsShortAsPossible(LanguageVersion language)
    {
        const string Source = """
            namespace Chat
            {
                [Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task<Reply<Done, Denied>> JoinAsync(); }
                public interface IE { }
                public class Done { }
                public abstract class Denied
                {
                    private Denied() { }
                    public sealed class Lock : Denied { }
                    public sealed class Other : Denied { }
                }
            }

            namespace Elsewhere
            {
                class Lock { }

                class NotImplementedException { }

                static class C
                {
                    static int M(Chat.Denied denied) => denied switch
                    {
                        Chat.Denied.Other _ => 1,
            MISSING        };
                }
            }
            """;

        const string Added = "            Chat.Denied.Lock @lock => throw new System.NotImplementedException(),\n";

        Assert.Equal(
            Source.Replace("MISSING", Added, StringComparison.Ordinal),
            await FixAsync(Source.Replace("MISSING", "", StringComparison.Ordinal), language));
    }

    [Fact]
    public async Task FixAllInADocument_FixesNestedSwitches()
    {
        string before = SwitchSources.Statement("""
            switch (kind)
                    {
                        case ReplyKind.Ok:
                            _ = any switch
                            {
                                First => 1,
                            };
                            break;
                    }

                    switch (denied)
                    {
                        case Banned:
                            break;
                    }
            """);
        string after = SwitchSources.Statement("""
            switch (kind)
                    {
                        case ReplyKind.Ok:
                            _ = any switch
                            {
                                First => 1,
                                Second second => throw new NotImplementedException(),
                            };
                            break;
                        case ReplyKind.Error:
                            throw new NotImplementedException();
                    }

                    switch (denied)
                    {
                        case Banned:
                            break;
                        case Full full:
                            throw new NotImplementedException();
                    }
            """);

        Assert.Equal(after, await FixAsync(before));
    }

    /// <summary>Applies the fix to the only diagnostic, or to all diagnostics at once.</summary>
    private static async Task<string> FixAsync(string source, LanguageVersion language = LanguageVersion.CSharp11)
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + source, language);
        ImmutableArray<Diagnostic> found = await run.Output.WithAnalyzers([new SwitchAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        using var workspace = new AdhocWorkspace();
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Fixed",
            "Fixed",
            LanguageNames.CSharp,
            compilationOptions: run.Input.Options,
            parseOptions: run.Input.SyntaxTrees[0].Options,
            metadataReferences: run.Input.References);
        ProjectId id = workspace.AddProject(project).Id;
        Document document = workspace.AddDocument(id, "Test.cs", await run.Input.SyntaxTrees[0].GetTextAsync());

        var fix = new SwitchFix();
        List<CodeAction> actions = [];
        var context = new CodeFixContext(document, found[0], (action, _) => actions.Add(action), CancellationToken.None);
        await fix.RegisterCodeFixesAsync(context);
        CodeAction one = Assert.Single(actions);
        var all = new FixAllContext(
            document,
            fix,
            FixAllScope.Document,
            one.EquivalenceKey!,
            fix.FixableDiagnosticIds,
            new FixedDiagnostics(found),
            CancellationToken.None);
        CodeAction chosen = found.Length == 1 ? one : (await fix.GetFixAllProvider().GetFixAsync(all))!;
        ImmutableArray<CodeActionOperation> operations = await chosen.GetOperationsAsync(CancellationToken.None);
        Solution changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        string text = (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();

        Assert.StartsWith(Sources.Usings, text, StringComparison.Ordinal);
        string completed = text[Sources.Usings.Length..];
        Assert.Empty(await AnalyzerRun.BuildAsync(completed, language));
        return completed;
    }

    private sealed class FixedDiagnostics(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);
    }
}
