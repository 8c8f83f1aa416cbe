using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Analyzers;

public class PayloadAnalyzerTests
{
    private const string Rest = """

         public class Known { }
         public class Unknown { }
         public partial interface IX : IChannel<IE> { }
         [JsonSerializable(typeof(Known))]
         public sealed partial class XJson : JsonSerializerContext
         {
             public static XJson Default { get; } = new XJson();
             public JsonTypeInfo<Known> Known => null!;
             public XJson() : base(null) { }
             protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
             public override JsonTypeInfo? GetTypeInfo(Type type) => null;
         }
         """;

    [Theory]
    [InlineData("[Join] Task {|CHT0201:JoinAsync|}(Unknown join);", "JoinAsync")]
    [InlineData("[Join] Task JoinAsync(); [HandleIn] Task {|CHT0201:M|}(Unknown u);", "M")]
    [InlineData("[Join] Task JoinAsync(); [HandleIn] Task<Unknown> {|CHT0201:M|}(Known k);", "M")]
    [InlineData("[Join] Task JoinAsync(); [HandleIn] Task<Reply<Known, Unknown>> {|CHT0201:M|}();", "M")]
    public async Task PayloadThatTheContextDoesNotDescribe_IsCHT0201(string members, string method)
    {
        IReadOnlyList<string> messages = await AnalyzerRun.ExpectAsync(
            $$"""[Channel("x", JsonContext = typeof(XJson))] public partial interface IX : IChannel<IE> { {{members}} } public interface IE { }""" + Rest);

        Assert.Equal([$"The payload type 'Unknown' of '{method}' is not described by 'XJson'; add [JsonSerializable(typeof(Unknown))] to 'XJson'"], messages);
    }

    [Fact]
    public async Task EventThatTheContextDoesNotDescribe_IsCHT0201() => Assert.Single(await AnalyzerRun.ExpectAsync(
        """[Channel("x", JsonContext = typeof(XJson))] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(Known known); } public interface IE { [HandleOut] ValueTask {|CHT0201:E|}(Unknown u); }""" + Rest));

    [Fact]
    public async Task DescribedPayloadsAndEmpty_HaveNoDiagnostic() => Assert.Empty(await AnalyzerRun.ExpectAsync(
        """[Channel("x", JsonContext = typeof(XJson))] public partial interface IX : IChannel<IE> { [Join] Task<Reply<Empty, Known>> JoinAsync(Known? k, CancellationToken t = default); [HandleIn] Task<ReadOnlyMemory<byte>> M(ReadOnlyMemory<byte> bytes); } public interface IE { }""" + Rest));

    [Fact]
    public async Task WithoutContext_HasNoDiagnostic() => Assert.Empty(await AnalyzerRun.ExpectAsync(
        """[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(Unknown u); } public interface IE { }""" + Rest));
}
