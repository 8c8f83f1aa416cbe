using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Compiling;

/// <summary>
/// The compiler does not show the diagnostics of analyzers if a declaration has an error, for example a type that was not generated. So a
/// mistake in a contract must not cause other errors, neither in its handler nor in code that uses the generated types.
/// </summary>
public class BrokenContractTests
{
    private const string UsesOfGeneratedTypes = """
        namespace Chat
        {
            public sealed class Bot
            {
                public IRoomChannelClient? Room { get; set; }

                public RoomTopic Topic { get; set; }

                public async Task RunAsync(RoomChannelClient client, RoomChannelPublisher publisher)
                {
                    client.OnMessagePosted(message => Console.WriteLine(message.Body));
                    _ = await client.PostMessageAsync(new PostMessage("hello"));
                    await publisher.MessagePostedAsync(new Message("bot", "hello"));
                }
            }
        }
        """;

    [Theory]
    [InlineData("", "[HandleIn] Task BothAsync(Posted a, Posted b);", "", "CHT0003")]
    [InlineData("", "[HandleIn] void Wrong();", "", "CHT0003")]
    [InlineData("", "Task PlainAsync<T>();", "", "CHT0003")]
    [InlineData("", "int Number { get; }", "", "CHT0003")]
    [InlineData("", "[HandleIn] Task LeaveAsync();", "", "CHT0003")]
    [InlineData("", "[HandleIn(\"push\")] Task<Posted> Push();", "", "CHT0003 CS0119")]
    [InlineData("", "", "[HandleOut] ValueTask ClosedAsync(Posted posted);", "CHT0003")]
    [InlineData("", "", "[HandleOut(Intercept = true)] Task WrongAsync(Posted posted);", "CHT0003")]
    [InlineData("", "[HandleIn(\"phx_x\")] Task XAsync();", "", "CHT0004")]
    [InlineData("", "[HandleIn(\"typing\")] Task WriteAsync(Posted posted);", "", "CHT0004")]
    [InlineData("", "[HandleIn(\"again\")] Task TypingAsync(Posted posted);", "", "CHT0004")]
    [InlineData("", "[HandleIn] Task<string> EchoAsync(Posted[] posted);", "", "CHT0202 CHT0202")]
    [InlineData("", "[Join] Task<Posted> JoinAgainAsync(Posted posted);", "", "CHT0005")]
    [InlineData("partial interface IRoomChannel|interface IRoomChannel", "", "", "CHT0002")]
    public async Task BrokenContract_CausesNoOtherDiagnostics(string edit, string member, string @event, string ids)
    {
        string contract = Sources.Contract
            .Replace("        [HandleIn(\"typing\"", member + "\n        [HandleIn(\"typing\"", StringComparison.Ordinal)
            .Replace("        [HandleOut(\"typing\"", @event + "\n        [HandleOut(\"typing\"", StringComparison.Ordinal);
        if (edit.Length > 0)
        {
            contract = contract.Replace(edit.Split('|')[0], edit.Split('|')[1], StringComparison.Ordinal);
        }

        // The handler implements all members of the contract, including the wrong ones.
        string declaration = member.StartsWith('[') ? member[(member.IndexOf("] ", StringComparison.Ordinal) + 2)..] : member;
        string implementation = declaration
            .Replace(";", " => throw null!;", StringComparison.Ordinal)
            .Replace("{ get => throw null!; }", "=> 1;", StringComparison.Ordinal);
        string handler = implementation.Length == 0
            ? Sources.Handler
            : Sources.Handler.Replace("private readonly", $"public {implementation}\nprivate readonly", StringComparison.Ordinal);
        Assert.NotEqual(Sources.Contract, contract);

        Assert.Equal(ids.Split(' '), await AnalyzerRun.BuildAsync(Sources.Payloads + contract + handler + UsesOfGeneratedTypes));
    }

    [Fact]
    public async Task ContractWithoutAJoin_CausesNoOtherDiagnostics()
    {
        string contract = Sources.Contract.Replace("[Join]", "", StringComparison.Ordinal);

        Assert.Equal(["CHT0003"], await AnalyzerRun.BuildAsync(Sources.Payloads + contract + Sources.Handler + UsesOfGeneratedTypes));
    }

    [Theory]
    [InlineData(
        "public RoomChannel(MessageStore store)",
        "public RoomChannel() : this(new MessageStore()) { }\npublic RoomChannel(MessageStore store)")]
    [InlineData("public sealed partial class RoomChannel", "public abstract partial class RoomChannel")]
    [InlineData("public sealed partial class RoomChannel", "public partial class RoomChannel<T>")]
    public async Task HandlerThatCannotBeCreated_CausesNoOtherDiagnostics(string right, string wrong)
    {
        string handler = Sources.Handler.Replace(right, wrong, StringComparison.Ordinal);

        Assert.Equal(["CHT0303"], await AnalyzerRun.BuildAsync(Sources.Payloads + Sources.Contract + handler + UsesOfGeneratedTypes));
    }

    [Fact]
    public void BrokenContract_HasNoAttributeToFindItAtRunTime()
    {
        string source = Sources.All.Replace("[HandleIn(\"typing\"", "Task PlainAsync();\n[HandleIn(\"typing\"", StringComparison.Ordinal);

        GeneratorRun run = GeneratorRun.Start(source);

        Assert.NotEqual(Sources.All, source);
        Assert.DoesNotContain(run.Files, file => file.SourceText.ToString().Contains("ChannelContract(", StringComparison.Ordinal));
    }
}
