using System.Reflection;
using Channels.Typed.CompilerServices;
using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Analyzers;

/// <summary>A name that generated code has already is told of where the contract has it, and does not come out as an error in generated code.</summary>
public class TakenNamesTests
{
    private const string Rest = " public class Note { } ";

    private const string Handler = "[ChannelHandler] public partial class X : IX { public Task JoinAsync() => Task.CompletedTask; }";

    /// <summary>How a name of generated code may come about: as a method, with the suffix that is dropped, or from an event.</summary>
    public static TheoryData<string> Shapes =>
    [
        "[HandleIn] Task {0}(Note note);",
        "[HandleIn] Task {0}();",
        "[HandleIn] Task<Reply<Note, Note>> {0}Async();",
        "[HandleOut] ValueTask {0}(Note note);",
        "[HandleOut] ValueTask {0}();",
        "[HandleOut] ValueTask {0}Async(Note note);",
    ];

    // What clients inherit and are extended by, whoever adds to it, and what generated types have even for the smallest contract.
    private static IReadOnlyList<string> Names { get; } = FindNames();

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task NameOfAMember_IsCHT0003OrHarmless(string shape)
    {
        bool isEvent = shape.Contains("HandleOut", StringComparison.Ordinal);
        string[] names = [.. Names, .. isEvent ? Names.Select(Stripped).OfType<string>().Where(name => !Names.Contains(name)) : []];
        HashSet<string> taken = [.. await FindTakenAsync(Write(isEvent, names.Select(name => Member(shape, name))))];

        string rest = Write(isEvent, names.Where(name => !taken.Contains(name) && !taken.Contains(name + "Async")).Select(name => Member(shape, name)));

        Assert.NotEmpty(taken);
        Assert.Empty(await FindTakenAsync(rest));
        Assert.Empty(GeneratorRun.Start(Sources.Usings + rest).Complaints());
    }

    [Fact]
    public async Task NameOfAClientsMember_IsCHT0003()
    {
        // A contract for each, in a namespace of its own: none of them is the reason for what is said of another.
        List<(string Name, string Source)> contracts = [];
        foreach (string member in ClientMembers())
        {
            contracts.Add((member, Write(isEvent: false, [$"[HandleIn] Task {member}(Note note);"])));
            if (Stripped(member) is { } @event)
            {
                contracts.Add((@event, Write(isEvent: true, [$"[HandleOut] ValueTask {@event}(Note note);"])));
            }
        }

        Assert.Equal(contracts.Select(contract => contract.Name), await FindTakenAsync(Apart(contracts.Select(contract => contract.Source))));
    }

    [Theory]
    [InlineData("[HandleOut] ValueTask JoinedAsync(Note note);", "JoinedAsync", "its client method would be 'OnJoined', and every client has a member of this name; choose another method name and give the event name in the attribute")]
    [InlineData("[HandleOut] ValueTask StateChangesAsync();", "StateChangesAsync", "its client method would be 'ReadStateChangesAsync', and every client has a member of this name; choose another method name and give the event name in the attribute")]
    [InlineData("[HandleOut] ValueTask ToStringAsync();", "ToStringAsync", "the generated list of events cannot have a member 'ToString'; choose another method name and give the event name in the attribute")]
    [InlineData("[HandleOut] ValueTask XPublisher();", "XPublisher", "every publisher has a member of this name; choose another method name and give the event name in the attribute")]
    public async Task EventWithATakenName_IsCHT0003(string @event, string name, string complaint)
    {
        string source = Write(isEvent: true, [@event.Replace(name, $"{{|CHT0003:{name}|}}", StringComparison.Ordinal)]);

        Assert.Equal([$"'{name}' cannot be part of a channel contract: {complaint}"], await AnalyzerRun.ExpectAsync(source));
    }

    [Theory]
    [InlineData("OnMoved", "a member of this name is generated for an event of the server")]
    [InlineData("ReadMovedAsync", "a member of this name is generated for an event of the server")]
    [InlineData("InterceptMovedAsync", "a member of this name is generated for an event of the server")]
    [InlineData("_moved", "a member of this name is generated for an event of the server")]
    [InlineData("DeferMove", "the handler has a generated method of this name that defers a reply")]
    [InlineData("Push", "every handler has a member of this name")]
    [InlineData("XClient", "every client has a member of this name")]
    public async Task MethodWithATakenName_IsCHT0003(string name, string complaint)
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync($$"""
            [Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); [HandleIn] Task<Reply<Note, Note>> MoveAsync(); [HandleIn("n")] Task {|CHT0003:{{name}}|}(); }
            public interface IE { [HandleOut(Intercept = true)] ValueTask MovedAsync(Note note); }
            """ + Rest));

        Assert.Equal($"'{name}' cannot be part of a channel contract: {complaint}; choose another method name and give the event name in the attribute", message);
    }

    [Fact]
    public async Task JoinWithATakenName_IsCHT0003() => Assert.Single(await AnalyzerRun.ExpectAsync(
        """[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task {|CHT0003:LeaveAsync|}(); } public interface IE { }"""));

    [Fact]
    public async Task EventsThatDifferOnlyInCase_AreCHT0004() => Assert.Single(await AnalyzerRun.ExpectAsync(
        """[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); } public interface IE { [HandleOut] ValueTask Moved(); [HandleOut("other")] ValueTask {|CHT0004:moved|}(); }"""));

    [Fact]
    public async Task TopicParameterWithAMembersName_IsCHT0100()
    {
        INamedTypeSymbol topic = GeneratorRun.Start(Sources.Usings + Smallest).Output.GetTypeByMetadataName("XTopic")!;
        string[] names = [.. Names.Where(name => name != "P")]; // That one is its parameter.
        string source = Apart(names.Select(name =>
            $"[Channel(\"x:{{{char.ToLowerInvariant(name[0]) + name[1..]}}}\")] public partial interface IX : IChannel<IE> {{ [Join] Task JoinAsync(); }} public interface IE {{ }}" + Handler));

        IReadOnlyList<Diagnostic> found = await AnalyzerRun.FindAsync(source, LanguageVersion.CSharp11);

        Assert.All(found, diagnostic => Assert.Equal("CHT0100", diagnostic.Id));
        Assert.Equal(
            names.Where(name => Inherited(name) || name == topic.Name || !topic.GetMembers(name).IsEmpty).Select(name => $"x:{{{char.ToLowerInvariant(name[0]) + name[1..]}}}"),
            found.Select(Text).Select(text => text.Trim('"')));

        static bool Inherited(string name) =>
            typeof(object).GetMember(name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;
    }

    [Fact]
    public async Task PayloadNamedAsItsDescription_Compiles()
    {
        const string Source = "[Channel(\"x\")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(JsonInfos payload); [HandleIn] Task<Equals> M(); } public interface IE { } public class JsonInfos { } public class Equals { }";

        Assert.Empty(await AnalyzerRun.ExpectAsync(Source));
        Assert.Empty(GeneratorRun.Start(Sources.Usings + Source).Complaints());
    }

    private static string Smallest => Write(isEvent: false, []);

    private static string Write(bool isEvent, IEnumerable<string> members)
    {
        string text = string.Join('\n', members);
        string handler = isEvent || text.Length == 0 ? Handler : "";
        return $"[Channel(\"x:{{p}}\")] public partial interface IX : IChannel<IE> {{ [Join] Task JoinAsync(); {(isEvent ? "" : text)} }} public interface IE {{ {(isEvent ? text : "")} }}{Rest}{handler}";
    }

    // Each under a name of its own on the wire, so that only what is generated can clash.
    private static string Member(string shape, string name) => string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, name)
        .Replace("[HandleIn]", $"[HandleIn(\"{name}\")]", StringComparison.Ordinal).Replace("[HandleOut]", $"[HandleOut(\"{name}\")]", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> FindTakenAsync(string source)
    {
        IReadOnlyList<Diagnostic> found = await AnalyzerRun.FindAsync(source, LanguageVersion.CSharp11);
        Assert.All(found, diagnostic => Assert.Equal("CHT0003", diagnostic.Id));
        return [.. found.Select(Text)];
    }

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    // One compilation takes as long as hundreds of contracts in it.
    private static string Apart(IEnumerable<string> contracts) => string.Join('\n', contracts.Select((contract, index) => $"namespace N{index} {{ {contract} }}"));

    /// <summary>The event from which a member of this name would be made.</summary>
    private static string? Stripped(string member) =>
        member.StartsWith("On", StringComparison.Ordinal) && member.Length > 2 ? member[2..]
        : member.StartsWith("Read", StringComparison.Ordinal) && member.EndsWith("Async", StringComparison.Ordinal) && member.Length > 9 ? member[4..^5]
        : null;

    private static IEnumerable<string> ClientMembers() =>
        new[] { typeof(ChannelClient), typeof(IChannelClient), typeof(IAsyncDisposable), typeof(object) }
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .Where(member => member is PropertyInfo or MethodInfo { IsPrivate: false, IsAssembly: false, IsSpecialName: false } && member.DeclaringType != typeof(ValueType))
            .Concat(typeof(ChannelClientExtensions).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(member => member.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static List<string> FindNames()
    {
        Compilation compilation = GeneratorRun.Start(Sources.Usings + Smallest).Output;
        string[] types = ["X", "IXClient", "XClient", "XClientExtensions", "XPublisher", "XTopic", "XContract", "XExtensions", "XServiceCollectionExtensions"];
        return
        [
            .. ClientMembers()
                .Concat(types)
                .Concat(types.SelectMany(type => compilation.GetTypeByMetadataName(type)!.GetMembers()).Where(member => member.CanBeReferencedByName || member is IFieldSymbol).Select(member => member.Name))
                .Where(name => name != "JoinAsync" && SyntaxFacts.IsValidIdentifier(name))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
