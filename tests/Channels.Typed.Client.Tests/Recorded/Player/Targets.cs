namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>Compares request targets: the path, and the query parameters in any order.</summary>
internal static class Targets
{
    public static void Compare(string recorded, string ours)
    {
        (string path, string[] parameters) = Split(recorded);
        (string ourPath, string[] ourParameters) = Split(ours);
        Assert.Equal(path, ourPath);
        Assert.Equal(parameters, ourParameters);
    }

    public static string? Token(string target) =>
        Split(target).Parameters
            .FirstOrDefault(static parameter => parameter.StartsWith("token=", StringComparison.Ordinal))
            ?["token=".Length..];

    private static (string Path, string[] Parameters) Split(string target)
    {
        string[] parts = target.Split('?', 2);
        return (parts[0], parts.Length == 1 ? [] : [.. parts[1].Split('&').Order(StringComparer.Ordinal)]);
    }
}
