using System.Text;

namespace Channels.Typed.Generators.Reading;

/// <summary>Derives the names of events on the wire from method names.</summary>
internal static class EventNaming
{
    private const string Suffix = "Async";

    public static string WithoutSuffix(string methodName) =>
        methodName.Length > Suffix.Length && methodName.EndsWith(Suffix, StringComparison.Ordinal)
            ? methodName.Substring(0, methodName.Length - Suffix.Length)
            : methodName;

    /// <summary><c>PostMessage</c> is <c>post_message</c>, <c>GetURLFast</c> is <c>get_url_fast</c>.</summary>
    public static string ToSnakeCase(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool startsWord = char.IsUpper(c) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }
}
