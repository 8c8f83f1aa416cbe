namespace Channels.Typed.Generators.Emit;

/// <summary>Pieces of code that all emitters use.</summary>
internal static class Code
{
    public const string Generated = "[global::System.CodeDom.Compiler.GeneratedCode(\"Channels.Typed.Generators\", \"0.1\")]";

    public const string Hidden =
        "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    public const string Services = "global::Channels.Typed.CompilerServices.";

    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    public const string Task = "global::System.Threading.Tasks.Task";

    public const string CancellationToken = "global::System.Threading.CancellationToken";

    public static string Access(bool isPublic) => isPublic ? "public" : "internal";
}
