using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Harness;

/// <summary>One run of both generators over source code, and the compilation with the generated files.</summary>
internal sealed class GeneratorRun
{
    private static readonly ImmutableArray<MetadataReference> PlatformReferences =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Channels.Typed.Generators", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>All compilations are derived from this one. Its references are bound once, so they are not read again.</summary>
    private static readonly Lazy<CSharpCompilation> Bound = new(static () =>
    {
        var compilation = CSharpCompilation.Create(
            "Generated.Tests",
            references: PlatformReferences,
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _ = compilation.GetSpecialType(SpecialType.System_Object);
        return compilation;
    });

    private readonly CSharpParseOptions _parseOptions;

    private GeneratorRun(CSharpCompilation input, GeneratorDriver driver, CSharpParseOptions parseOptions)
    {
        Input = input;
        _parseOptions = parseOptions;
        Driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Output = output;
        GeneratorDiagnostics = diagnostics;
    }

    public CSharpCompilation Input { get; }

    public Compilation Output { get; }

    public GeneratorDriver Driver { get; }

    public ImmutableArray<Diagnostic> GeneratorDiagnostics { get; }

    public IReadOnlyList<GeneratedSourceResult> Files => [.. Driver.GetRunResult().Results.SelectMany(result => result.GeneratedSources)];

    public IReadOnlyList<GeneratorRunResult> Results => Driver.GetRunResult().Results;

    public static GeneratorRun Start(
        string source, LanguageVersion language = LanguageVersion.CSharp11, params MetadataReference[] references)
    {
        CSharpParseOptions options =
            CSharpParseOptions.Default.WithLanguageVersion(language).WithDocumentationMode(DocumentationMode.Diagnose);
        NullableContextOptions nullable =
            language >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable;
        CSharpCompilation compilation = (references.Length == 0 ? Bound.Value : Bound.Value.AddReferences(references))
            .WithOptions(Bound.Value.Options.WithNullableContextOptions(nullable))
            .AddSyntaxTrees(Parse(source, options));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ContractGenerator().AsSourceGenerator(), new HandlerGenerator().AsSourceGenerator()],
            parseOptions: options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return new GeneratorRun(compilation, driver, options);
    }

    /// <summary>Runs again with another source.</summary>
    public GeneratorRun Edit(string source) => Rerun(Input.ReplaceSyntaxTree(Input.SyntaxTrees[0], Parse(source, _parseOptions)));

    /// <summary>Runs again with one more file.</summary>
    public GeneratorRun Add(string source) => Rerun(Input.AddSyntaxTrees(Parse(source, _parseOptions)));

    /// <summary>Runs again with one reference replaced.</summary>
    public GeneratorRun ReplaceReference(MetadataReference old, MetadataReference @new) => Rerun(Input.ReplaceReference(old, @new));

    public GeneratorRun Rerun(CSharpCompilation input) => new(input, Driver, _parseOptions);

    /// <summary>Whether a diagnostic is a warning or an error that tests look at. Missing documentation is not.</summary>
    public static bool IsRelevant(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591";

    /// <summary>Returns the compiler's warnings and errors for the source and the generated files.</summary>
    public IReadOnlyList<string> CompilerDiagnostics() =>
    [
        .. Output.GetDiagnostics()
            .Where(IsRelevant)
            .Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"),
    ];

    /// <summary>Compiles the assembly and returns it as a reference for another project.</summary>
    public MetadataReference ToReference()
    {
        using var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Output.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return MetadataReference.CreateFromStream(stream);
    }

    private static SyntaxTree Parse(string source, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(source, options, "Test.cs", System.Text.Encoding.UTF8);
}
