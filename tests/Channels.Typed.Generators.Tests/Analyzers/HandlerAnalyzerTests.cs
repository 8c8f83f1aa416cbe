using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Analyzers;

public class HandlerAnalyzerTests
{
    private const string Contract = """

         [Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); }
         [Channel("y")] public partial interface IY : IChannel<IE> { [Join] Task JoinAsync(); }
         public interface IE { }
         """;

    [Fact]
    public async Task NotPartial_IsCHT0301()
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync("[ChannelHandler] public class {|CHT0301:X|} : IX { public Task JoinAsync() => null!; }" + Contract));

        Assert.Equal("'X' must be partial, so that the generator can complete the channel handler; add 'partial'", message);
    }

    [Fact]
    public async Task OuterTypeNotPartial_IsCHT0301() => Assert.Single(
        await AnalyzerRun.ExpectAsync("public class {|CHT0301:Outer|} { [ChannelHandler] public partial class X : IX { public Task JoinAsync() => null!; } }" + Contract));

    [Theory]
    [InlineData("[ChannelHandler] public partial class {|CHT0302:X|} { }", "but implements none")]
    [InlineData("[ChannelHandler] public partial class {|CHT0302:X|} : IX, IY { public Task JoinAsync() => null!; }", "but implements IX and IY")]
    public async Task NoContractOrTwo_IsCHT0302(string source, string complaint)
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(source + Contract));

        Assert.EndsWith(complaint, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ChannelHandler] public abstract partial class {|CHT0303:X|} : IX { public Task JoinAsync() => null!; }")]
    [InlineData("[ChannelHandler] public partial class {|CHT0303:X|}<T> : IX { public Task JoinAsync() => null!; }")]
    [InlineData("[ChannelHandler] public partial class {|CHT0303:X|} : IX { public X() { } public X(int a) { } public Task JoinAsync() => null!; }")]
    [InlineData("[ChannelHandler] public partial class {|CHT0303:X|} : IX { private X() { } public Task JoinAsync() => null!; }")]
    public async Task ClassThatCannotBeMade_IsCHT0303(string source) => Assert.Single(await AnalyzerRun.ExpectAsync(source + Contract));

    [Fact]
    public async Task BrokenContract_IsToldOnlyWhereItIsDeclared() => Assert.Single(await AnalyzerRun.ExpectAsync("""
        [Channel("z")] public partial interface {|CHT0005:IZ|} : IChannel<IE> { }
        [ChannelHandler] public partial class Z : IZ { }
        """ + Contract));

    [Fact]
    public async Task OldLanguage_IsCHT0901()
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            "[ChannelHandler] public partial class {|CHT0901:X|} : IX { public Task JoinAsync() => null!; }" + Contract, LanguageVersion.CSharp10));

        Assert.Equal("'X' needs code that C# 10.0 cannot compile; set <LangVersion>11.0</LangVersion> or later in the project file", message);
    }
}
