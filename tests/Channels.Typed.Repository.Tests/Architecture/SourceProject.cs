using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.RepositoryTests;

/// <summary>
/// A project of <c>src</c>, compiled for net10.0 from its sources. The projects that it references are compiled from their sources as well,
/// so no built assembly can be out of date. Generated code is missing.
/// </summary>
internal sealed class SourceProject
{
    private static readonly CSharpParseOptions ParseOptions = new(
        LanguageVersion.Preview,
        DocumentationMode.None,
        preprocessorSymbols:
        [
            "NET", "NETCOREAPP", "NET10_0",
            .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER"),
        ]);

    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly Lazy<MetadataReference[]> Framework = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Channels.Typed", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly Dictionary<string, SourceProject> Read = [];

    private SourceProject(string name)
    {
        string folder = Path.Combine(Repository.Root, "src", name);
        XDocument project = XDocument.Load(Path.Combine(folder, name + ".csproj"));
        References =
        [
            .. project.Descendants("ProjectReference")
                .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
                .Select(reference => Path.GetFileNameWithoutExtension(Include(reference))),
        ];

        IEnumerable<string> linked = project.Descendants("Compile").Select(file => Path.GetFullPath(Path.Combine(folder, Include(file))));
        Paths =
        [
            .. RepositoryFiles.WithExtension(".cs")
                .Select(RepositoryFiles.Name)
                .Where(path => path.StartsWith($"src/{name}/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        SyntaxTree[] sources = [.. Paths.Concat(linked.Select(RepositoryFiles.Name)).Select(Parse)];

        IEnumerable<string> settings = ImplicitUsings.Concat(project.Descendants("Using").Select(Include))
            .Select(name => $"global using {name};")
            .Concat(project.Descendants("InternalsVisibleTo").Select(friend =>
                $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{Include(friend)}\")]"));
        SyntaxTree generated = CSharpSyntaxTree.ParseText(string.Join('\n', settings), ParseOptions);
        Compilation = Compile(name, [.. sources, generated], Referenced(References));
    }

    /// <summary>The names of the projects that this one references directly.</summary>
    public string[] References { get; }

    /// <summary>The project's own files, as paths in the repository.</summary>
    public string[] Paths { get; }

    public CSharpCompilation Compilation { get; }

    public static SourceProject Get(string name)
    {
        lock (Read)
        {
            return Read.TryGetValue(name, out SourceProject? project) ? project : Read[name] = new SourceProject(name);
        }
    }

    /// <summary>Compiles sources that are given as text, under their paths in the repository.</summary>
    public static CSharpCompilation FromText(params (string Path, string Text)[] files) =>
        Compile("Example", [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Path))], []);

    private static CSharpCompilation Compile(string name, SyntaxTree[] sources, IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(
            name,
            sources,
            Framework.Value.Concat(references),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));

    private static IEnumerable<MetadataReference> Referenced(string[] projects)
    {
        HashSet<string> closure = [];
        void Add(string name)
        {
            if (closure.Add(name))
            {
                Array.ForEach(Get(name).References, Add);
            }
        }

        Array.ForEach(projects, Add);
        return closure.Select(name => Get(name).Compilation.ToMetadataReference());
    }

    private static SyntaxTree Parse(string path) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, path)), ParseOptions, path);

    private static string Include(XElement item) => (string)item.Attribute("Include")!;
}
