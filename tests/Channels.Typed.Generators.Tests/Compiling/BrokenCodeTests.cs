using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Compiling;

/// <summary>While code is written, it is broken most of the time. The generators do not throw for any of it.</summary>
public class BrokenCodeTests
{
    [Fact]
    public void IncompleteCode_DoesNotMakeAGeneratorThrow()
    {
        // Every 7th prefix, so that most tokens of the source are cut somewhere.
        GeneratorRun run = GeneratorRun.Start("");
        for (int length = Sources.Usings.Length + Sources.Payloads.Length; length < Sources.All.Length; length += 7)
        {
            run = run.Edit(Sources.All[..length]);

            Assert.All(run.Results, result => Assert.Null(result.Exception));
        }
    }

    [Theory]
    [InlineData("[Channel] public partial interface I { }")]
    [InlineData("[Channel(null)] public partial interface I : IChannel<IE> { [Join] Task J(); } public interface IE { }")]
    [InlineData("[Channel(\"x\")] public partial interface I : IChannel<Missing> { [Join] Task J(); }")]
    [InlineData("[Channel(\"x\")] public partial interface I : IChannel<IE> { [Join] Task J(Missing m); [HandleIn] Missing M(); [HandleIn(42)] Task N(); } public interface IE { [HandleOut] Missing E(); }")]
    [InlineData("[Channel(\"x\", JsonContext = typeof(Missing))] public partial interface I : IChannel<IE> { [Join] Task J(); } public interface IE { }")]
    [InlineData("[Channel(\"x\")] public partial interface I : IChannel<IE> { [Join] Task J(); [Join] Task J(); [HandleIn] Task A(); [HandleIn] Task A(); } public interface IE { }")]
    [InlineData("[Channel(\"x\")] public partial interface I : I { }")]
    [InlineData("[ChannelHandler] public partial class C : C { }")]
    [InlineData("[ChannelHandler] public partial class C : Missing { }")]
    [InlineData("[ChannelHandler] public partial class C(Missing m, int = 3) : I; [Channel(\"x\")] public partial interface I : IChannel<I> { [Join] Task J(); }")]
    public void WrongCode_DoesNotMakeAGeneratorThrow(string source)
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + source);

        Assert.All(run.Results, result => Assert.Null(result.Exception));
    }
}
