using System.Reflection;
using Channels.Typed.CompilerServices;
using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Reading;

/// <summary>A contract that uses a name of generated code gets a diagnostic at the name, and no error in generated code.</summary>
public class ReservedNamesTests
{
    private const string Rest = " public class Note { } ";

    private const BindingFlags AllMembers =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private const string Handler = "[ChannelHandler] public partial class X : IX { public Task JoinAsync() => Task.CompletedTask; }";

    /// <summary>The ways in which a member leads to a name of generated code: a method, a method with a suffix, an event.</summary>
    public static TheoryData<string> Shapes =>
    [
        "[HandleIn] Task {0}(Note note);",
        "[HandleIn] Task {0}();",
        "[HandleIn] Task<Reply<Note, Note>> {0}Async();",
        "[HandleOut] ValueTask {0}(Note note);",
        "[HandleOut] ValueTask {0}();",
        "[HandleOut] ValueTask {0}Async(Note note);",
    ];

    // The members and extension methods of every client, and the members that generated types have for the smallest contract.
    private static IReadOnlyList<string> Names { get; } = FindNames();

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task NameOfAMember_IsCHT0003OrHarmless(string shape)
    {
        bool isEvent = shape.Contains("HandleOut", StringComparison.Ordinal);
        string[] names = [.. Names, .. isEvent ? Names.Select(EventOf).OfType<string>().Where(name => !Names.Contains(name)) : []];
        HashSet<string> reserved = [.. await FindReservedAsync(Write(isEvent, names.Select(name => Member(shape, name))))];

        IEnumerable<string> others = names.Where(name => !reserved.Contains(name) && !reserved.Contains(name + "Async"));
        string rest = Write(isEvent, others.Select(name => Member(shape, name)));

        Assert.NotEmpty(reserved);
        Assert.Empty(await FindReservedAsync(rest));
        Assert.Empty(GeneratorRun.Start(Sources.Usings + rest).CompilerDiagnostics());
    }

    [Fact]
    public async Task NameOfAClientsMember_IsCHT0003()
    {
        // One contract per name, each in its own namespace, so that no name causes a diagnostic for another.
        List<(string Name, string Source)> contracts = [];
        foreach (string member in ClientMembers())
        {
            contracts.Add((member, Write(isEvent: false, [$"[HandleIn] Task {member}(Note note);"])));
            if (EventOf(member) is { } @event)
            {
                contracts.Add((@event, Write(isEvent: true, [$"[HandleOut] ValueTask {@event}(Note note);"])));
            }
        }

        string source = InSeparateNamespaces(contracts.Select(contract => contract.Source));
        Assert.Equal(contracts.Select(contract => contract.Name), await FindReservedAsync(source));
    }

    [Theory]
    [InlineData("[HandleOut] ValueTask JoinedAsync(Note note);", "JoinedAsync", "its client method would be 'OnJoined', and every client has a member of this name; choose another method name and give the event name in the attribute")]
    [InlineData("[HandleOut] ValueTask StateChangesAsync();", "StateChangesAsync", "its client method would be 'ReadStateChangesAsync', and every client has a member of this name; choose another method name and give the event name in the attribute")]
    [InlineData("[HandleOut] ValueTask ToStringAsync();", "ToStringAsync", "the generated list of events cannot have a member 'ToString'; choose another method name and give the event name in the attribute")]
    [InlineData("[HandleOut] ValueTask XPublisher();", "XPublisher", "every publisher has a member of this name; choose another method name and give the event name in the attribute")]
    public async Task EventWithAReservedName_IsCHT0003(string @event, string name, string reason)
    {
        string source = Write(isEvent: true, [@event.Replace(name, $"{{|CHT0003:{name}|}}", StringComparison.Ordinal)]);

        Assert.Equal([$"'{name}' cannot be part of a channel contract: {reason}"], await AnalyzerRun.ExpectAsync(source));
    }

    [Theory]
    [InlineData("OnMoved", "a member of this name is generated for an event of the server")]
    [InlineData("ReadMovedAsync", "a member of this name is generated for an event of the server")]
    [InlineData("InterceptMovedAsync", "a member of this name is generated for an event of the server")]
    [InlineData("_moved", "a member of this name is generated for an event of the server")]
    [InlineData("DeferMove", "the handler has a generated method of this name that defers a reply")]
    [InlineData("Push", "every handler has a member of this name")]
    [InlineData("XClient", "every client has a member of this name")]
    public async Task MethodWithAReservedName_IsCHT0003(string name, string reason)
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync($$"""
            [Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); [HandleIn] Task<Reply<Note, Note>> MoveAsync(); [HandleIn("n")] Task {|CHT0003:{{name}}|}(); }
            public interface IE { [HandleOut(Intercept = true)] ValueTask MovedAsync(Note note); }
            """ + Rest));

        Assert.Equal($"'{name}' cannot be part of a channel contract: {reason}; choose another method name and give the event name in the attribute", message);
    }

    [Fact]
    public async Task JoinWithAReservedName_IsCHT0003() => Assert.Single(await AnalyzerRun.ExpectAsync(
        """[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task {|CHT0003:LeaveAsync|}(); } public interface IE { }"""));

    [Fact]
    public async Task EventsThatDifferOnlyInCase_AreCHT0004() => Assert.Single(await AnalyzerRun.ExpectAsync(
        """[Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); } public interface IE { [HandleOut] ValueTask Moved(); [HandleOut("other")] ValueTask {|CHT0004:moved|}(); }"""));

    [Fact]
    public async Task TopicParameterWithAMembersName_IsCHT0100()
    {
        INamedTypeSymbol topic = GeneratorRun.Start(Sources.Usings + Smallest).Output.GetTypeByMetadataName("XTopic")!;
        string[] names = [.. Names.Where(name => name != "P")]; // The topic has a parameter with this name.
        string source = InSeparateNamespaces(names.Select(name =>
            $"[Channel(\"{Pattern(name)}\")] public partial interface IX : IChannel<IE> {{ [Join] Task JoinAsync(); }} public interface IE {{ }}" + Handler));

        IReadOnlyList<Diagnostic> found = await AnalyzerRun.FindAsync(source, LanguageVersion.CSharp11);

        Assert.All(found, diagnostic => Assert.Equal("CHT0100", diagnostic.Id));
        Assert.Equal(
            names.Where(name => IsInherited(name) || name == topic.Name || !topic.GetMembers(name).IsEmpty).Select(Pattern),
            found.Select(Text).Select(text => text.Trim('"')));

        static string Pattern(string name) => $"x:{{{char.ToLowerInvariant(name[0]) + name[1..]}}}";

        static bool IsInherited(string name) => typeof(object).GetMember(name, AllMembers).Length > 0;
    }

    [Fact]
    public async Task PayloadNamedLikeAGeneratedMember_Compiles()
    {
        const string Source = "[Channel(\"x\")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(JsonInfos payload); [HandleIn] Task<Equals> M(); } public interface IE { } public class JsonInfos { } public class Equals { }";

        Assert.Empty(await AnalyzerRun.ExpectAsync(Source));
        Assert.Empty(GeneratorRun.Start(Sources.Usings + Source).CompilerDiagnostics());
    }

    private static string Smallest => Write(isEvent: false, []);

    private static string Write(bool isEvent, IEnumerable<string> members)
    {
        string text = string.Join('\n', members);
        string handler = isEvent || text.Length == 0 ? Handler : "";
        return $"[Channel(\"x:{{p}}\")] public partial interface IX : IChannel<IE> {{ [Join] Task JoinAsync(); {(isEvent ? "" : text)} }} public interface IE {{ {(isEvent ? text : "")} }}{Rest}{handler}";
    }

    // Each has its own event name on the wire, so that only generated names can clash.
    private static string Member(string shape, string name) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, name)
            .Replace("[HandleIn]", $"[HandleIn(\"{name}\")]", StringComparison.Ordinal)
            .Replace("[HandleOut]", $"[HandleOut(\"{name}\")]", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> FindReservedAsync(string source)
    {
        IReadOnlyList<Diagnostic> found = await AnalyzerRun.FindAsync(source, LanguageVersion.CSharp11);
        Assert.All(found, diagnostic => Assert.Equal("CHT0003", diagnostic.Id));
        return [.. found.Select(Text)];
    }

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    // All contracts are in one compilation, because each compilation takes as long as hundreds of contracts.
    private static string InSeparateNamespaces(IEnumerable<string> contracts) =>
        string.Join('\n', contracts.Select((contract, index) => $"namespace N{index} {{ {contract} }}"));

    /// <summary>The event for which a member of this name would be generated; null if there is none.</summary>
    private static string? EventOf(string member) =>
        member.StartsWith("On", StringComparison.Ordinal) && member.Length > 2 ? member[2..]
        : member.StartsWith("Read", StringComparison.Ordinal) && member.EndsWith("Async", StringComparison.Ordinal) && member.Length > 9
            ? member[4..^5]
        : null;

    private static IEnumerable<string> ClientMembers() =>
        new[] { typeof(ChannelClient), typeof(IChannelClient), typeof(IAsyncDisposable), typeof(object) }
            .SelectMany(type => type.GetMembers(AllMembers))
            .Where(member => member is PropertyInfo or MethodInfo { IsPrivate: false, IsAssembly: false, IsSpecialName: false })
            .Where(member => member.DeclaringType != typeof(ValueType))
            .Concat(typeof(ChannelClientExtensions).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(member => member.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static List<string> FindNames()
    {
        Compilation compilation = GeneratorRun.Start(Sources.Usings + Smallest).Output;
        string[] types =
        [
            "X", "IXClient", "XClient", "XClientExtensions", "XPublisher", "XTopic", "XContract", "XExtensions",
            "XServiceCollectionExtensions",
        ];
        return
        [
            .. ClientMembers()
                .Concat(types)
                .Concat(types
                    .SelectMany(type => compilation.GetTypeByMetadataName(type)!.GetMembers())
                    .Where(member => member.CanBeReferencedByName || member is IFieldSymbol)
                    .Select(member => member.Name))
                .Where(name => name != "JoinAsync" && SyntaxFacts.IsValidIdentifier(name))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
