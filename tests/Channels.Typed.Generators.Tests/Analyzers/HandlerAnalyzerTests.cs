using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Analyzers;

public class HandlerAnalyzerTests
{
    private const string Authorization = "using Microsoft.AspNetCore.Authorization;\n";

    private const string Contract = """

         [Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); }
         [Channel("y")] public partial interface IY : IChannel<IE> { [Join] Task JoinAsync(); }
         public interface IE { }
         """;

    [Fact]
    public async Task NotPartial_IsCHT0301()
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            "[ChannelHandler] public class {|CHT0301:X|} : IX { public Task JoinAsync() => null!; }" + Contract));

        Assert.Equal("'X' must be partial so that the generator can add to the channel handler; add 'partial'", message);
    }

    [Fact]
    public async Task OuterTypeNotPartial_IsCHT0301() => Assert.Single(
        await AnalyzerRun.ExpectAsync("public class {|CHT0301:Outer|} { [ChannelHandler] public partial class X : IX { public Task JoinAsync() => null!; } }" + Contract));

    [Theory]
    [InlineData("[ChannelHandler] public partial class {|CHT0302:X|} { }", "but implements none")]
    [InlineData(
        "[ChannelHandler] public partial class {|CHT0302:X|} : IX, IY { public Task JoinAsync() => null!; }",
        "but implements IX and IY")]
    public async Task NoContractOrTwo_IsCHT0302(string source, string reason)
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(source + Contract));

        Assert.EndsWith(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ChannelHandler] public abstract partial class {|CHT0303:X|} : IX { public Task JoinAsync() => null!; }")]
    [InlineData("[ChannelHandler] public partial class {|CHT0303:X|}<T> : IX { public Task JoinAsync() => null!; }")]
    [InlineData("[ChannelHandler] public partial class {|CHT0303:X|} : IX { public X() { } public X(int a) { } public Task JoinAsync() => null!; }")]
    [InlineData("[ChannelHandler] public partial class {|CHT0303:X|} : IX { private X() { } public Task JoinAsync() => null!; }")]
    public async Task ClassThatCannotBeCreated_IsCHT0303(string source) => Assert.Single(await AnalyzerRun.ExpectAsync(source + Contract));

    [Fact]
    public async Task BrokenContract_IsReportedOnlyAtItsDeclaration() => Assert.Single(await AnalyzerRun.ExpectAsync("""
        [Channel("z")] public partial interface {|CHT0005:IZ|} : IChannel<IE> { }
        [ChannelHandler] public partial class Z : IZ { }
        """ + Contract));

    [Theory]
    [InlineData("public Task JoinAsync() => null!; [{|CHT0304:RateLimit(1, 1)|}] void Other() { }", "[RateLimit] on 'Other' has no effect: clients do not call this method; put the attribute on the class or on a method that implements the contract")]
    [InlineData(
        "public Task JoinAsync() => null!; [{|CHT0304:Authorize|}] Task JoinAsync(int other) => null!;",
        "[Authorize] on 'JoinAsync' has no effect: clients do not call this")]
    [InlineData(
        "[{|CHT0304:AllowAnonymous|}] public Task JoinAsync() => null!;",
        "every client that may join may also push; remove [Authorize] if every client may join")]
    [InlineData(
        "[{|CHT0304:Authorize(AuthenticationSchemes = \"s\")|}] public Task JoinAsync() => null!;",
        "clients authenticate when they connect")]
    [InlineData("[{|CHT0304:RateLimit(1, 1)|}] public Task JoinAsync() => null!;", "each channel is joined once")]
    public async Task RuleThatDoesNothing_IsCHT0304(string members, string reason)
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            Authorization + "[ChannelHandler] public partial class X : IX { " + members + " }" + Contract));

        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RuleOnAnUntypedChannelsMethod_IsCHT0304() => Assert.Single(await AnalyzerRun.ExpectAsync(Authorization + """
        [Authorize, RateLimit(1, 1)]
        public class X : UntypedChannel
        {
            protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken) => default;

            [{|CHT0304:Authorize|}]
            protected override ValueTask<ChannelReply> HandleInAsync(string eventName, ChannelPayload payload, CancellationToken cancellationToken) => default;
        }
        """));

    [Theory]
    [InlineData("{|CHT0305:0|}, 1", "it must permit at least one call")]
    [InlineData("{|CHT0305:1|}, 0", "the time must be from 0.001 seconds to 31 days")]
    [InlineData("{|CHT0305:1|}, double.NaN", "the time must be from 0.001 seconds to 31 days")]
    [InlineData("{|CHT0305:1|}, 1, Segments = 2", "only a sliding window can have segments")]
    [InlineData(
        "{|CHT0305:1|}, 1, Segments = 1, Algorithm = RateLimitAlgorithm.SlidingWindow",
        "a sliding window must have at least 2 segments")]
    [InlineData("{|CHT0305:1|}, 1, Algorithm = (RateLimitAlgorithm)3", "the algorithm does not exist")]
    [InlineData("{|CHT0305:\"\"|}", "a policy needs a name")]
    [InlineData("{|CHT0305:\"x\"|}, Algorithm = RateLimitAlgorithm.FixedWindow", "a policy sets its own algorithm and segments")]
    public async Task ImpossibleRateLimit_IsCHT0305(string arguments, string fault)
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            $"[ChannelHandler, RateLimit({arguments})] public partial class X : IX {{ public Task JoinAsync() => null!; }}" + Contract));

        Assert.Equal("The rate limit of 'X' cannot be used: " + fault, message);
    }

    [Fact]
    public async Task RulesOnMethodsOfTheContract_HaveNoDiagnostic() => Assert.Empty(await AnalyzerRun.ExpectAsync(Authorization + """
        [ChannelHandler, Authorize("a"), RateLimit(10, 1), RateLimit("p")]
        public partial class X : IX { [Authorize, RateLimit("p")] Task IX.JoinAsync() => null!; }
        """ + Contract));

    [Fact]
    public async Task OldLanguage_IsCHT0901()
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            "[ChannelHandler] public partial class {|CHT0901:X|} : IX { public Task JoinAsync() => null!; }" + Contract,
            LanguageVersion.CSharp10));

        Assert.Equal("The code generated for 'X' does not compile with C# 10.0; set <LangVersion>11.0</LangVersion> or later in the project file", message);
    }
}
