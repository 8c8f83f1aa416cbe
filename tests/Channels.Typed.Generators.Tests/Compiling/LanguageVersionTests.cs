using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Compiling;

public class LanguageVersionTests
{
    private const string Contract = Sources.Usings + """
        namespace Old
        {
            public sealed class Ask { }
            public sealed class Refusal { }
            [Channel("old:{id:int}")]
            public partial interface IOld : IChannel<IOldEvents>
            {
                [Join] Task<Reply<Ask, Refusal>> JoinAsync(Ask ask, CancellationToken cancellationToken = default);
                [HandleIn] ValueTask<Ask> AskAsync(Ask ask);
                [HandleIn(NoReply = true)] Task NotifyAsync();
            }
            public interface IOldEvents
            {
                [HandleOut] ValueTask NotifiedAsync(Ask ask);
                [HandleOut] ValueTask ClearedAsync();
            }
        }
        """;

    [Fact]
    public void Contract_CompilesAsCSharp8() => Assert.Empty(GeneratorRun.Start(Contract, LanguageVersion.CSharp8).CompilerDiagnostics());

    [Fact]
    public void Contract_InOlderCSharp_EmitsNothing() => Assert.Empty(GeneratorRun.Start(Contract, LanguageVersion.CSharp7_3).Files);

    [Fact]
    public void Handler_InOlderCSharp_EmitsNoDispatch() =>
        Assert.DoesNotContain(
            GeneratorRun.Start(Sources.All, LanguageVersion.CSharp10).Files,
            file => file.HintName.EndsWith(".Handler.g.cs", StringComparison.Ordinal));
}
