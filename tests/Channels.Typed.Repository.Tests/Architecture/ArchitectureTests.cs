using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.RepositoryTests;

/// <summary>
/// Dependencies point one way. Between projects they are those of the table "References of projects" in docs/architecture.md; inside a
/// project they point down the list of its folders on the same page.
/// </summary>
public sealed class ArchitectureTests
{
    private const string Page = "docs/architecture.md";

    private static readonly string[] ProjectsWithFolders =
        ["Channels.Typed.AspNetCore", "Channels.Typed.Client", "Channels.Typed", "Channels.Typed.Generators"];

    private static readonly Dictionary<string, Lazy<FolderCheck>> Checks = ProjectsWithFolders.ToDictionary(
        project => project,
        project => new Lazy<FolderCheck>(() => FolderCheck.Run(SourceProject.Get(project).Compilation, FolderOrder.Of(project))));

    public static TheoryData<string> Projects => [.. ProjectsWithFolders];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_UseOnlyFoldersBelow(string project)
    {
        FolderCheck check = Checks[project].Value;

        Assert.True(check.WrongUses.Count == 0, Lines($"{check.WrongUses.Count} uses of a type in a folder above:", check.WrongUses));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Types_AreInOneFolder(string project) =>
        Assert.Empty(FolderCheck.TypesInSeveralFolders(SourceProject.Get(project).Compilation, FolderOrder.Of(project)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void FolderList_HasExactlyTheFoldersWithSources(string project)
    {
        FolderOrder order = FolderOrder.Of(project);
        string[] paths = SourceProject.Get(project).Paths;
        string[] unlisted = [.. paths.Where(path => order.FolderOf(path) is null)];
        string[] missing = [.. order.TopToBottom.Where(folder => !paths.Any(path => order.FolderOf(path) == folder))];

        Assert.NotEmpty(order.TopToBottom);
        Assert.Equal(order.TopToBottom.Distinct(), order.TopToBottom);
        Assert.True(unlisted.Length == 0, Lines("Files in folders that are not listed:", unlisted));
        Assert.True(missing.Length == 0, Lines("Listed folders without files:", missing));
    }

    /// <summary>A type that the compiler does not find is not checked, so that nearly all must be found.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Names_AreResolved(string project)
    {
        FolderCheck check = Checks[project].Value;

        Assert.True(check.Names > 1000, $"Only {check.Names} names were looked up.");
        Assert.True(
            check.Unresolved.Count * 500 < check.Names,
            Lines($"{check.Unresolved.Count} of {check.Names} names are unknown:", check.Unresolved));
    }

    [Fact]
    public void ProjectReferences_AreAsDocumented()
    {
        string[] documented = [.. MarkdownTable.ReadBelow(Page, "### References of projects").Select(row => $"{row[0]} -> {row[1]}")];
        string[] actual =
        [
            .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .Select(folder => Path.GetFileName(folder)!)
                .Select(name => $"`{name}` -> {References(name)}"),
        ];

        Assert.Equal(actual.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));

        static string References(string project) =>
            SourceProject.Get(project).References is { Length: > 0 } names ? string.Join(", ", names.Select(name => $"`{name}`")) : "–";
    }

    [Theory]
    [InlineData("class Low { High? _high; }")]
    [InlineData("class Low { object Make() => new High(); }")]
    [InlineData("class Low : Middle { void Call() => Make().Run(); }")]
    [InlineData("class Low { System.Collections.Generic.List<High> _list = []; }")]
    [InlineData("class Low { void Call() => \"\".Extend(); }")]
    [InlineData("class Low { int _number = High.Nested.Number; }")]
    [InlineData("[High.Nested.Mark] class Low;")]
    [InlineData("class Low { void Call(Middle middle) => middle.Take(new()); }")]
    [InlineData("class Low { int Get(Middle middle) => middle.Make()[0]; }")]
    [InlineData("class Low { bool Get(object o) => o is High { Value: 1 }; }")]
    public void Check_TypeOfAFolderAbove_IsReported(string low)
    {
        FolderCheck check = FolderCheck.Run(Example(low), ExampleOrder);

        Assert.Empty(check.Unresolved);
        string use = Assert.Single(check.WrongUses);
        Assert.Matches("^src/Example/Low/Sub/Low.cs:2 uses High(Extensions)? of 'High', which is above 'Low'$", use);
    }

    [Theory]
    [InlineData("/// <summary>See <see cref=\"High\"/>.</summary> class Low;")]
    [InlineData("class Low { Low? _low; int Length(string text) => text.Length; }")]
    public void Check_OtherUses_AreNotReported(string low) => Assert.Empty(FolderCheck.Run(Example(low), ExampleOrder).WrongUses);

    [Fact]
    public void Check_UnknownType_IsListed()
    {
        FolderCheck check = FolderCheck.Run(Example("class Low { Unknown? _x; }"), ExampleOrder);

        Assert.Equal(["src/Example/Low/Sub/Low.cs:2 'Unknown'"], check.Unresolved);
    }

    [Fact]
    public void Check_TypeWithPartsInTwoFolders_IsListed() =>
        Assert.Equal(["High has parts in 'High', 'Low'"], FolderCheck.TypesInSeveralFolders(Example("partial class High;"), ExampleOrder));

    /// <summary>Middle is in a folder that is not listed: its members lead to High, and using it is not wrong itself.</summary>
    private static CSharpCompilation Example(string low) => SourceProject.FromText(
        ("src/Example/High/High.cs", """
            public partial class High
            {
                public int Value { get; }
                public int this[int index] => index;
                public void Run() { }
                public class Nested
                {
                    public const int Number = 1;
                    public sealed class MarkAttribute : System.Attribute;
                }
            }
            """),
        ("src/Example/High/HighExtensions.cs", "public static class HighExtensions { public static void Extend(this string text) { } }"),
        ("src/Example/Unlisted/Middle.cs", "public class Middle { public High Make() => new(); public void Take(High high) { } }"),
        ("src/Example/Low/Sub/Low.cs", "\n" + low));

    private static FolderOrder ExampleOrder => new("Example", ["High", "Low"]);

    private static string Lines(string heading, IEnumerable<string> lines) => heading + "\n" + string.Join('\n', lines);
}
