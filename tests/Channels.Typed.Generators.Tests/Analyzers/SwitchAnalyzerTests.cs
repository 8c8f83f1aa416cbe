using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Analyzers;

public class SwitchAnalyzerTests
{
    [Theory]
    [InlineData("refused switch { Refused.Empty => 1, Refused.Taken => 2 }", "'Refused.TooLong'")]
    [InlineData("refused switch { Refused.Empty => 1 }", "'Refused.TooLong' and 'Refused.Taken'")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong { Max: 5 } => 2, Refused.Taken => 3 }", "'Refused.TooLong'")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong(5, _) => 2, Refused.Taken => 3 }", "'Refused.TooLong'")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong { Max: < 5 or > 5 } => 2, Refused.Taken => 3 }", "'Refused.TooLong'")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong { Note: { } } => 2, Refused.Taken => 3 }", "'Refused.TooLong'")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong when number > 1 => 2, Refused.Taken => 3 }", "'Refused.TooLong'")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1 }", "'Refused.TooLong'")]
    [InlineData("refused switch { Refused.Empty => 1, not Refused.Taken => 2 }", "'Refused.Taken'")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong => 2, Refused.Taken and LateTaken => 3 }", "'Refused.Taken'")]
    [InlineData("maybe switch { Refused.Empty => 1, Refused.TooLong => 2, Refused.Taken => 3 }", "'null'")]
    [InlineData("refused switch { Refused.Empty => 1, { } => 2 }", "'null'")] // `{ }` is a null check: the value may be null.
    [InlineData("denied switch { Full => 1 }", "'Banned.ForNow' and 'Banned.Forever'")]
    [InlineData("denied switch { Full => 1, Banned.Forever => 2 }", "'Banned.ForNow'")]
    [InlineData("any switch { First => 1 }", "'Second'")]
    [InlineData("kind switch { ReplyKind.Error => 1 }", "'ReplyKind.Ok'")]
    [InlineData("reply.Kind switch { ReplyKind.Ok => 1, ReplyKind.Deferred => 2 }", "'ReplyKind.Error'")]
    [InlineData(
        "reply switch { { IsOk: true } => 1 }",
        "'Error with Refused.Empty', 'Error with Refused.TooLong' and 'Error with Refused.Taken'")]
    [InlineData("reply switch { { IsOk: true } => 1, { Kind: ReplyKind.Error, Error: Refused.Empty or Refused.Taken } => 2 }", "'Error with Refused.TooLong'")]
    [InlineData("reply switch { { IsError: true } => 1, { IsOk: true, Value: { Id: 5 } } => 2 }", "'Ok'")]
    [InlineData("reply switch { { Error: Refused.Empty } => 1, { Error: Refused.Taken } => 2, { Error: Refused.TooLong } => 3 }", "'Ok'")]
    [InlineData("plain switch { { IsOk: true } => 1 }", "'Error'")]
    [InlineData("absent switch { { IsOk: true } => 1, { IsOk: false } => 2 }", "'null'")]
    public async Task ExpressionWithoutACase_IsCHT0401(string expression, string missing)
    {
        string marked = expression.Replace("switch", "{|CHT0401:switch|}", StringComparison.Ordinal);

        string message = Assert.Single(await AnalyzerRun.ExpectAsync(SwitchSources.Expression(marked)));

        Assert.Equal($"The switch does not handle {missing}; add the missing cases, or a discard to handle all other cases alike", message);
    }

    [Theory]
    [InlineData("switch (refused) { case Refused.Empty: break; case Refused.Taken: break; }", "'Refused.TooLong'")]
    [InlineData("switch (refused) { case Refused.Empty: case Refused.Taken: break; case Refused.TooLong when number > 2: break; }", "'Refused.TooLong'")]
    [InlineData("switch (maybe) { case Refused.Empty: case Refused.Taken: break; }", "'Refused.TooLong'")]
    [InlineData(
        "switch (reply) { case { IsOk: true, Value: var ok }: break; }",
        "'Error with Refused.Empty', 'Error with Refused.TooLong' and 'Error with Refused.Taken'")]
    [InlineData("switch (reply.Kind) { case ReplyKind.Ok: break; }", "'ReplyKind.Error'")]
    [InlineData("switch (refused) { }", "'Refused.Empty', 'Refused.TooLong' and 'Refused.Taken'")]
    public async Task StatementWithoutACase_IsCHT0401(string statement, string missing)
    {
        string marked = statement.Replace("switch", "{|CHT0401:switch|}", StringComparison.Ordinal);

        string message = Assert.Single(await AnalyzerRun.ExpectAsync(SwitchSources.Statement(marked)));

        Assert.Contains($"does not handle {missing};", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refused switch { Refused.Empty => 1, _ => 2 }")]
    [InlineData("refused switch { Refused.Empty => 1, var rest => 2 }")]
    [InlineData("refused switch { Refused.Empty => 1, Refused rest => 2 }")]
    [InlineData("refused switch { Refused.Empty => 1, { } => 2, null => 3 }")]
    [InlineData("refused switch { Refused.Empty => 1, not Refused.Empty => 2 }")]
    [InlineData("maybe switch { null => 1, Refused.Empty or Refused.TooLong or Refused.Taken => 2 }")]
    [InlineData("maybe switch { not null => 1, null => 2 }")]
    [InlineData("(refused, number) switch { (Refused.Empty, 1) => 1 }")]
    [InlineData("reply switch { { Value: { Id: 1 } } => 1, _ => 2 }")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong { List: [] } => 2, Refused.TooLong { List: [_, ..] } => 3, Refused.Taken => 4 }")]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong { Day: DayOfWeek.Monday } => 2, Refused.TooLong { Day: not DayOfWeek.Monday } => 3, Refused.Taken => 4 }")]
    [InlineData("open switch { OpenOne => 1 }")]
    [InlineData("shape switch { Square => 1 }")]
    [InlineData("number switch { 1 => 1 }")]
    public async Task ExpressionThatHandlesTheRestOrIsOverSomethingElse_HasNoDiagnostic(string expression) =>
        Assert.Empty(await AnalyzerRun.ExpectAsync(SwitchSources.Expression(expression)));

    [Theory]
    [InlineData("switch (refused) { case Refused.Empty: break; default: break; }")]
    [InlineData("switch (refused) { case Refused.Empty: break; case var rest: break; }")]
    [InlineData("switch (maybe) { case Refused.Empty: case Refused.Taken: break; case Refused.TooLong: break; }")]
    [InlineData("switch (reply.Kind) { case ReplyKind.Ok: break; case ReplyKind.Error: break; }")]
    [InlineData("switch (reply.Kind) { case ReplyKind.Ok: break; case not ReplyKind.Ok: break; }")]
    [InlineData("switch (shape) { case Square: break; }")]
    [InlineData("switch (number) { case 1: break; }")]
    public async Task StatementThatHandlesAllOrIsOverSomethingElse_HasNoDiagnostic(string statement) =>
        Assert.Empty(await AnalyzerRun.ExpectAsync(SwitchSources.Statement(statement)));

    [Fact]
    public async Task ContractOfAnotherAssembly_DeclaresOutcomes()
    {
        Microsoft.CodeAnalysis.MetadataReference contracts = GeneratorRun.Start(Sources.Usings + SwitchSources.Contract).ToReference();

        IReadOnlyList<string> found = await AnalyzerRun.BuildAsync(
            "static class C { static int M(Refused refused) => refused switch { Refused.Empty => 1, Refused.Taken => 2 }; static int N(Denied denied) => denied switch { Full => 1, Banned => 2 }; }",
            contracts);

        Assert.Equal(["CHT0401", "CS8509"], found);
    }
}
