using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Emit;

/// <summary>The oldest C# versions that can compile the generated code.</summary>
internal static class LanguageVersions
{
    /// <summary>
    /// Contracts may be in netstandard2.0 libraries of old applications. The code for them needs only nullable annotations.
    /// </summary>
    public const LanguageVersion Contract = LanguageVersion.CSharp8;

    /// <summary>Dispatch needs UTF-8 literals and a static interface member.</summary>
    public const LanguageVersion Handler = LanguageVersion.CSharp11;
}
