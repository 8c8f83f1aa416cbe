using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Compiling;

/// <summary>
/// The compiler tells nothing of analyzers once a declaration is wrong, such as one with a type that was not generated. So what is wrong with a
/// contract has to be all that is wrong, with a handler and users of the generated types beside it.
/// </summary>
public class BrokenContractTests
{
    private const string Users = """
        namespace Chat
        {
            public sealed class Bot
            {
                public IRoomChannelClient? Room { get; set; }

                public RoomTopic Topic { get; set; }

                public async Task RunAsync(RoomChannelClient client, RoomChannelPublisher publisher)
                {
                    client.OnMessagePosted(message => Console.WriteLine(message.Body));
                    await client.PostMessageAsync(new PostMessage("hello"));
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
    public async Task BrokenContract_IsAllThatIsToldOf(string edit, string member, string @event, string ids)
    {
        string contract = Sources.Contract
            .Replace("        [HandleIn(\"typing\"", member + "\n        [HandleIn(\"typing\"", StringComparison.Ordinal)
            .Replace("        [HandleOut(\"typing\"", @event + "\n        [HandleOut(\"typing\"", StringComparison.Ordinal);
        if (edit.Length > 0)
        {
            contract = contract.Replace(edit.Split('|')[0], edit.Split('|')[1], StringComparison.Ordinal);
        }

        // The handler implements what the contract has, right or wrong.
        string declared = member.StartsWith('[') ? member[(member.IndexOf("] ", StringComparison.Ordinal) + 2)..] : member;
        string implementation = declared.Length == 0 ? "" : $"public {declared.Replace(";", " => throw null!;", StringComparison.Ordinal).Replace("{ get => throw null!; }", "=> 1;", StringComparison.Ordinal)}";
        string handler = Sources.Handler.Replace("private readonly MessageStore _store;", "private readonly MessageStore _store;\n" + implementation, StringComparison.Ordinal);
        Assert.NotEqual(Sources.Contract, contract);

        Assert.Equal(ids.Split(' '), await AnalyzerRun.BuildAsync(Sources.Payloads + contract + handler + Users));
    }

    [Fact]
    public async Task ContractWithoutAJoin_IsAllThatIsToldOf()
    {
        string source = (Sources.Payloads + Sources.Contract + Sources.Handler + Users).Replace("[Join]", "", StringComparison.Ordinal);

        Assert.Equal(["CHT0003"], await AnalyzerRun.BuildAsync(source));
    }

    [Theory]
    [InlineData("public RoomChannel(MessageStore store)", "public RoomChannel() : this(new MessageStore()) { }\npublic RoomChannel(MessageStore store)")]
    [InlineData("public sealed partial class RoomChannel", "public abstract partial class RoomChannel")]
    [InlineData("public sealed partial class RoomChannel", "public partial class RoomChannel<T>")]
    public async Task HandlerThatCannotBeMade_IsAllThatIsToldOf(string right, string wrong) =>
        Assert.Equal(["CHT0303"], await AnalyzerRun.BuildAsync(Sources.Payloads + Sources.Contract + Sources.Handler.Replace(right, wrong, StringComparison.Ordinal) + Users));

    [Fact]
    public void BrokenContract_IsNotFoundAtRunTime()
    {
        string source = Sources.All.Replace("        [HandleIn(\"typing\"", "Task PlainAsync();\n        [HandleIn(\"typing\"", StringComparison.Ordinal);

        Assert.DoesNotContain(GeneratorRun.Start(source).Files, file => file.SourceText.ToString().Contains("ChannelContract(", StringComparison.Ordinal));
    }
}
