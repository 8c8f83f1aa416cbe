using System.Collections.Immutable;
using Channels.Typed.CodeFixes;
using Channels.Typed.Generators.Analyzers;
using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Tests.CodeFixes;

public class SwitchFixTests
{
    [Theory]
    [InlineData(
        "refused switch { Refused.Empty => 1 }",
        "refused switch { Refused.Empty => 1, Refused.TooLong => throw new NotImplementedException(), Refused.Taken => throw new NotImplementedException(), }")]
    [InlineData(
        "refused switch\n{\n    Refused.Empty => 1,\n    Refused.Taken => 2, // a comment\n}",
        "refused switch { Refused.Empty => 1, Refused.Taken => 2, // a comment Refused.TooLong => throw new NotImplementedException(), }")]
    [InlineData("kind switch { }", "kind switch { ReplyKind.Ok => throw new NotImplementedException(), ReplyKind.Error => throw new NotImplementedException(), }")]
    [InlineData(
        "reply switch { { IsError: true } => 1 }",
        "reply switch { { IsError: true } => 1, { IsOk: true } => throw new NotImplementedException(), }")]
    [InlineData(
        "reply switch { { IsOk: true } => 1, { IsError: true, Error: Refused.Empty or Refused.Taken } => 2 }",
        "reply switch { { IsOk: true } => 1, { IsError: true, Error: Refused.Empty or Refused.Taken } => 2, { IsError: true, Error: Refused.TooLong } => throw new NotImplementedException(), }")]
    [InlineData(
        "maybe switch { Refused.Empty or Refused.TooLong or Refused.Taken => 1 }",
        "maybe switch { Refused.Empty or Refused.TooLong or Refused.Taken => 1, null => throw new NotImplementedException(), }")]
    public async Task MissingArms_AreAdded(string before, string after) =>
        Assert.Equal(Flat(SwitchSources.Expression(after)), Flat(await FixAsync(SwitchSources.Expression(before))));

    [Theory]
    [InlineData(
        "switch (denied) { case Full: break; }",
        "switch (denied) { case Full: break; case Banned.ForNow: throw new NotImplementedException(); case Banned.Forever: throw new NotImplementedException(); }")]
    [InlineData("switch (reply.Kind) { case ReplyKind.Ok: break; }", "switch (reply.Kind) { case ReplyKind.Ok: break; case ReplyKind.Error: throw new NotImplementedException(); }")]
    public async Task MissingSections_AreAdded(string before, string after) =>
        Assert.Equal(Flat(SwitchSources.Statement(after)), Flat(await FixAsync(SwitchSources.Statement(before))));

    private static async Task<string> FixAsync(string source)
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + source);
        Diagnostic diagnostic = Assert.Single(await run.Output.WithAnalyzers([new SwitchAnalyzer()]).GetAnalyzerDiagnosticsAsync());
        using var workspace = new AdhocWorkspace();
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Fixed", "Fixed", LanguageNames.CSharp, compilationOptions: run.Input.Options,
            parseOptions: run.Input.SyntaxTrees[0].Options, metadataReferences: run.Input.References);
        Document document = workspace.AddDocument(workspace.AddProject(project).Id, "Test.cs", await run.Input.SyntaxTrees[0].GetTextAsync());

        List<CodeAction> actions = [];
        await new SwitchFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        ImmutableArray<CodeActionOperation> operations = await Assert.Single(actions).GetOperationsAsync(CancellationToken.None);
        Solution changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        string text = (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();

        Assert.Empty(await AnalyzerRun.BuildAsync(text[Sources.Usings.Length..]));
        return text[Sources.Usings.Length..];
    }

    // Where lines end is the formatter's business.
    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
