using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Channels.Typed.Generators.Analyzers;

/// <summary>Reports that the project's C# version is too old for the generated code. The generators then emit nothing.</summary>
internal static class LanguageCheck
{
    public static void Report(SymbolAnalysisContext context, INamedTypeSymbol type, LanguageVersion needed)
    {
        LanguageVersion used = ((CSharpCompilation)context.Compilation).LanguageVersion;
        if (used < needed)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.LanguageIsTooOld, type.Location(), type.Name, used.ToDisplayString(), needed.ToDisplayString()));
        }
    }
}
