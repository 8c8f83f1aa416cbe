using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Analyzers;

public class ContractAnalyzerTests
{
    private const string Events = " public interface IE { [HandleOut] ValueTask HappenedAsync(Note note); } public class Note { }";

    [Fact]
    public async Task ValidContract_HasNoDiagnostic() =>
        Assert.Empty(await AnalyzerRun.ExpectAsync(Sources.Payloads + Sources.Contract + Sources.Handler));

    [Fact]
    public async Task WithoutIChannel_IsCHT0001()
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            """[Channel("x")] public partial interface {|CHT0001:IX|} { [Join] Task JoinAsync(); }"""));

        Assert.Equal("The channel contract 'IX' cannot be used: it must extend IChannel<TEvents>, where TEvents is the interface of the events that the server sends", message);
    }

    [Theory]
    [InlineData("""[Channel("x")] public partial interface {|CHT0001:IX|}<T> : IChannel<IE> { [Join] Task JoinAsync(); }""")]
    [InlineData("""public partial class Outer { [Channel("x")] public partial interface {|CHT0001:IX|} : IChannel<IE> { [Join] Task JoinAsync(); } }""")]
    [InlineData("""[Channel("x")] public partial interface {|CHT0001:IX|} : IChannel<Note> { [Join] Task JoinAsync(); }""")]
    [InlineData("""[Channel("x")] public partial interface {|CHT0001:IX|} : IChannel<IE>, IChannel<IX> { [Join] Task JoinAsync(); }""")]
    public async Task NestedGenericOrWithWrongEvents_IsCHT0001(string source) => await AnalyzerRun.ExpectAsync(source + Events);

    [Fact]
    public async Task NotPartial_IsCHT0002()
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            """[Channel("x")] public interface {|CHT0002:IX|} : IChannel<IE> { [Join] Task JoinAsync(); }""" + Events));

        Assert.Equal("The channel contract 'IX' must be partial so that the generator can add to it; add 'partial'", message);
    }

    [Theory]
    [InlineData("Task {|CHT0003:Plain|}();", "'Plain' cannot be part of a channel contract: it must have either [Join] or [HandleIn]")]
    [InlineData("[HandleIn] void {|CHT0003:M|}();", "'M' cannot be part of a channel contract: it must return Task or ValueTask, without a result or with a payload or Reply<TOk, TError>")]
    [InlineData("[HandleIn(NoReply = true)] Task<Note> {|CHT0003:M|}();", "'M' cannot be part of a channel contract: with NoReply it must return Task or ValueTask without a result")]
    [InlineData("[HandleIn] Task M(Note a, Note {|CHT0003:b|});", "'M' cannot be part of a channel contract: its parameter 'b' is a second payload; put both into one record")]
    [InlineData("[HandleIn] Task M(CancellationToken t, Note {|CHT0003:b|});", "'M' cannot be part of a channel contract: its parameter 'b' must come before the cancellation token")]
    [InlineData(
        "[HandleIn] Task M(CancellationToken t, CancellationToken {|CHT0003:u|});",
        "'M' cannot be part of a channel contract: its parameter 'u' is a second cancellation token")]
    [InlineData(
        "[HandleIn] Task M(ref Note {|CHT0003:b|});",
        "'M' cannot be part of a channel contract: its parameter 'b' must not be ref, in, out or params")]
    [InlineData("[HandleIn] Task {|CHT0003:M|}<T>();", "'M' cannot be part of a channel contract: it must not be generic")]
    [InlineData("int {|CHT0003:P|} { get; }", "'P' cannot be part of a channel contract: a contract can contain only methods")]
    [InlineData("[HandleIn] Task {|CHT0003:LeaveAsync|}();", "'LeaveAsync' cannot be part of a channel contract: every client has a member of this name; choose another method name and give the event name in the attribute")]
    public async Task WrongMethod_IsCHT0003(string member, string message)
    {
        IReadOnlyList<string> messages = await AnalyzerRun.ExpectAsync($$"""[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); {{member}} }""" + Events);

        Assert.Equal([message], messages);
    }

    [Theory]
    [InlineData("ValueTask {|CHT0003:M|}();", "it needs [HandleOut]")]
    [InlineData("[HandleOut] Task {|CHT0003:M|}();", "it must return ValueTask")]
    [InlineData("[HandleOut] ValueTask<Note> {|CHT0003:M|}();", "it must return ValueTask")]
    [InlineData(
        "[HandleOut] ValueTask M(Note note, CancellationToken {|CHT0003:t|});",
        "its parameter 't' is not supported: sending an event cannot be cancelled")]
    [InlineData("event Action {|CHT0003:E|};", "an events interface can contain only methods")]
    public async Task WrongEvent_IsCHT0003(string member, string reason)
    {
        IReadOnlyList<string> messages = await AnalyzerRun.ExpectAsync(
            """[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); } """
            + $"public interface IE {{ {member} }} public class Note {{ }}");

        Assert.EndsWith(": " + reason, Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[HandleIn({|CHT0004:"phx_leave"|})] Task M();""", "names that start with 'phx_' are reserved for the protocol")]
    [InlineData("""[HandleIn({|CHT0004:""|})] Task M();""", "it is empty")]
    [InlineData("""[HandleIn("m")] Task A(); [HandleIn("m")] Task {|CHT0004:B|}();""", "it conflicts with 'A'")]
    [InlineData("""[HandleIn] Task MoveAsync(); [HandleIn("other")] Task {|CHT0004:Move|}();""", "it conflicts with 'MoveAsync'")]
    public async Task WrongEventName_IsCHT0004(string member, string reason)
    {
        IReadOnlyList<string> messages = await AnalyzerRun.ExpectAsync($$"""[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); {{member}} }""" + Events);

        Assert.EndsWith(": " + reason, Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[Channel("x")] public partial interface {|CHT0005:IX|} : IChannel<IE> { [HandleIn] Task M(); }""", "but has none")]
    [InlineData("""[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task A(); [Join] Task {|CHT0005:B|}(); }""", "but has 'A' and 'B'")]
    public async Task NoJoinOrTwo_IsCHT0005(string source, string reason)
    {
        IReadOnlyList<string> messages = await AnalyzerRun.ExpectAsync(source + Events);

        Assert.EndsWith(reason, Assert.Single(messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "A topic pattern must not be empty. Use something like 'room:{room}'.")]
    [InlineData("room:{", "Topic pattern 'room:{' has a '{' without a '}'. Close the parameter, as in 'room:{room}'.")]
    [InlineData("room:*", "Topic pattern 'room:*' has a '*'. Use a last parameter, which takes the rest of the topic, as in 'room:{room}'.")]
    [InlineData("room:{id:date}", "Topic pattern 'room:{id:date}' gives 'id' the type 'date'. Use int, long, guid, or no type for text.")]
    public async Task WrongTopicPattern_IsCHT0100(string pattern, string message)
    {
        IReadOnlyList<string> messages = await AnalyzerRun.ExpectAsync(
            $$"""[Channel({|CHT0100:"{{pattern}}"|})] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); }""" + Events);

        Assert.Equal([message], messages);
    }

    [Theory]
    [InlineData("[HandleIn] Task M(string {|CHT0202:text|});", "string")]
    [InlineData("[HandleIn] Task M(int {|CHT0202:number|});", "int")]
    [InlineData("[HandleIn] Task M(Note[] {|CHT0202:notes|});", "Note[]")]
    [InlineData("[HandleIn] Task M(System.Collections.Generic.List<Note> {|CHT0202:notes|});", "System.Collections.Generic.List<Note>")]
    [InlineData("[HandleIn] Task M(ReadOnlyMemory<char> {|CHT0202:text|});", "System.ReadOnlyMemory<char>")]
    [InlineData("[HandleIn] Task M(byte[] {|CHT0202:bytes|});", "byte[]")]
    [InlineData("[HandleIn] Task M(Guid {|CHT0202:id|});", "System.Guid")]
    [InlineData("[HandleIn] Task M(DayOfWeek {|CHT0202:day|});", "System.DayOfWeek")]
    [InlineData("[HandleIn] Task M(Spot? {|CHT0202:spot|});", "Spot?")]
    [InlineData("[HandleIn] Task<bool> {|CHT0202:M|}();", "bool")]
    [InlineData("[HandleIn] Task<Reply<Note, string>> {|CHT0202:M|}();", "string")]
    public async Task PayloadThatIsNotAnObject_IsCHT0202(string member, string type)
    {
        IReadOnlyList<string> messages = await AnalyzerRun.ExpectAsync(
            $$"""[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); {{member}} } public struct Spot { }""" + Events);

        Assert.Equal([$"The payload type '{type}' of 'M' is not serialized as a JSON object, which the protocol requires; wrap it in a record"], messages);
    }

    [Fact]
    public async Task PayloadThatMayBeAnObject_HasNoDiagnostic() => Assert.Empty(await AnalyzerRun.ExpectAsync("""
        [Channel("x")] public partial interface IX : IChannel<IE>
        {
            [Join] Task JoinAsync(JsonElement any);
            [HandleIn] Task A(System.Collections.Generic.Dictionary<string, int> map);
            [HandleIn] Task<System.Text.Json.Nodes.JsonObject> B(object anything);
            [HandleIn] Task C(Spot spot);
            [HandleIn] Task D(Special special);
            [HandleIn] Task<ReadOnlyMemory<byte>> E(ReadOnlyMemory<byte> bytes);
        }
        public struct Spot { }
        [JsonConverter(typeof(int))] public class Special : System.Collections.Generic.List<int> { }
        """ + Events));

    [Fact]
    public async Task OldLanguage_IsCHT0901()
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(
            """[Channel("x")] public partial interface {|CHT0901:IX|} : IChannel<IE> { [Join] Task JoinAsync(); }""" + Events, LanguageVersion.CSharp7_3));

        Assert.Equal("The code generated for 'IX' does not compile with C# 7.3; set <LangVersion>8.0</LangVersion> or later in the project file", message);
    }
}
