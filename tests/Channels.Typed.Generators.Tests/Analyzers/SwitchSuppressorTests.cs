using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Analyzers;

public class SwitchSuppressorTests
{
    [Theory]
    [InlineData("refused switch { Refused.Empty => 1, Refused.TooLong tooLong => tooLong.Max, Refused.Taken => 2 }")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong { Max: var max } => max }")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong(var max, _) => max }")]
    [InlineData("refused switch { Refused.Empty { } => 1, not (Refused.Empty or Refused.Taken) => 2, Refused.Taken => 3 }")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong { IsHard: true } => 2, Refused.TooLong { IsHard: false } => 3 }")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong { Max: < 5 } => 2, Refused.TooLong { Max: 5 } => 3, Refused.TooLong { Max: > 5 } => 4 }")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong { Note: null } => 2, Refused.TooLong { Note: { Length: var length } } => length }")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong when number > 1 => 2, Refused.TooLong => 3 }")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong when true => 2 }")]
    [InlineData("refused switch { Refused some when number > 1 => 1, Refused.Empty or Refused.Taken or Refused.TooLong => 2 }")]
    [InlineData("maybe switch { Refused.Empty => 1, Refused.TooLong => 2, Refused.Taken => 3, null => 4 }")]
    [InlineData("maybe is null ? 0 : maybe switch { Refused.Empty => 1, Refused.TooLong => 2, Refused.Taken => 3 }")]
    [InlineData("denied switch { Full => 1, Banned => 2 }")]
    [InlineData("denied switch { Full => 1, Banned.Forever => 2, Banned.ForNow => 3 }")]
    [InlineData("any switch { First => 1, Second => 2 }")]
    [InlineData("kind switch { ReplyKind.Ok => 1, ReplyKind.Error => 2 }")]
    [InlineData("kind switch { ReplyKind.Ok => 1, ReplyKind.Error => 2, ReplyKind.Deferred => 3, ReplyKind.None => 4 }")]
    [InlineData("reply switch { { IsOk: true, Value: var done } => done.Id, { Error: Refused.Empty or Refused.TooLong } => 2, { Error: Refused.Taken } => 3 }")]
    [InlineData("reply switch { { Kind: ReplyKind.Ok } => 1, { Kind: ReplyKind.Error } => 2 }")]
    [InlineData("absent switch { { IsOk: true } => 1, { IsError: true, Error: { Reason: var reason } } => reason.Length, null => 2 }")]
    public async Task EveryCaseHandled_NeedsNoDiscard(string expression) =>
        Assert.Empty(await AnalyzerRun.BuildAsync(SwitchSources.Expression(expression)));

    [Theory]
    [InlineData("refused switch { Refused.Empty => 1, Refused.Taken => 2 }", "CHT0401", "CS8509")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong when number > 1 => 2 }", "CHT0401", "CS8509")]
    [InlineData("refused switch { { } when number > 1 => 1, Refused.Empty or Refused.Taken => 2 }", "CHT0401", "CS8846")]
    [InlineData("maybe switch { Refused.Empty => 1, Refused.TooLong => 2, Refused.Taken => 3 }", "CHT0401", "CS8509")]
    [InlineData("refused switch { Refused.Empty => 1, { } => 2 }", "CHT0401", "CS8655")]
    [InlineData("reply switch { { IsOk: true } => 1, { IsError: true, Error: Refused.Empty } => 2 }", "CHT0401", "CS8509")]
    [InlineData("open switch { OpenOne => 1 }", "CS8509")]
    [InlineData("shape switch { Square => 1, Circle => 2 }", "CS8509")]
    [InlineData("number switch { 1 => 1 }", "CS8509")]
    [InlineData("(refused, number) switch { (Refused.Empty, _) => 1, (Refused.TooLong, _) => 2, (Refused.Taken, _) => 3 }", "CS8509")]
    [InlineData("refused switch { Refused.Empty or Refused.Taken => 1, Refused.TooLong { List: [] } => 2 }", "CS8509")]
    [InlineData("refused switch { Refused.Empty => number switch { 1 => 1 }, Refused.TooLong => 2, Refused.Taken => 3 }", "CS8509")]
    public async Task AnythingElse_KeepsTheCompilersWarning(string expression, params string[] ids) =>
        Assert.Equal(ids, await AnalyzerRun.BuildAsync(SwitchSources.Expression(expression)));
}
