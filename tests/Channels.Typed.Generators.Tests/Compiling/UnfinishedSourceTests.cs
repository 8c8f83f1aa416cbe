using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Channels.Typed.Generators.Tests.Compiling;

/// <summary>Editors run generators and analyzers on code that is not finished. None of them may fail.</summary>
public class UnfinishedSourceTests
{
    // Not a multiple of the patterns that repeat in the source, so that each run covers tokens of all kinds.
    private const int Stride = 11;

    [Theory]
    [InlineData("IChannel<IRoomEvents>", "IChannel")]
    [InlineData("IChannel<IRoomEvents>", "IChannel<>")]
    [InlineData("IChannel<IRoomEvents>", "IChannel<IRoomEvents, IRoomEvents>")]
    [InlineData("Reply<Posted, PostRefused>", "Reply")]
    [InlineData("Reply<Posted, PostRefused>", "Reply<>")]
    [InlineData("Reply<Posted, PostRefused>", "Reply<Posted>")]
    [InlineData("Reply<Posted, PostRefused>", "Reply<Posted, PostRefused, Posted>")]
    [InlineData("Task<Reply<Posted, PostRefused>>", "Task<>")]
    [InlineData("Task<Reply<Posted, PostRefused>>", "Task<Posted, PostRefused>")]
    public async Task WrongNumberOfTypeArguments_NothingFails(string right, string wrong)
    {
        string source = Sources.All.Replace(right, wrong, StringComparison.Ordinal);

        Assert.NotEqual(Sources.All, source);
        Assert.Empty(await FailuresAsync(source));
    }

    [Fact]
    public async Task AnyTokenMissing_NothingFails()
    {
        foreach (TextSpan token in Tokens().Where(static (_, i) => i % Stride == 0))
        {
            Assert.Empty(await FailuresAsync(Sources.All.Remove(token.Start, token.Length)));
        }
    }

    [Fact]
    public async Task CutAtAnyToken_NothingFails()
    {
        foreach (TextSpan token in Tokens().Where(static (_, i) => i % Stride == Stride / 2))
        {
            Assert.Empty(await FailuresAsync(Sources.All[..token.Start]));
        }
    }

    private static IEnumerable<TextSpan> Tokens() =>
        CSharpSyntaxTree.ParseText(Sources.All, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken)
            .DescendantTokens()
            .Select(static token => token.Span);

    private static async Task<IEnumerable<string>> FailuresAsync(string source) =>
        (await AnalyzerRun.BuildAsync(source)).Where(static id => id is "CS8785" or "AD0001");
}
