namespace Channels.Typed.RepositoryTests;

/// <summary>The text files at the root of the repository and in its folders, without those that a build or npm writes.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Folders = ["src", "tests", "samples", "eng", "docs"];

    private static readonly string[] NotWritten = ["bin", "obj", "node_modules"];

    /// <summary>The full paths of the files with one of these extensions, each written with its dot.</summary>
    public static IEnumerable<string> WithExtension(params string[] extensions) => Folders
        .SelectMany(folder => In(new DirectoryInfo(Path.Combine(Repository.Root, folder))))
        .Concat(new DirectoryInfo(Repository.Root).EnumerateFiles())
        .Where(file => extensions.Contains(file.Extension))
        .Select(file => file.FullName);

    /// <summary>A path as messages show it.</summary>
    public static string Name(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    private static IEnumerable<FileInfo> In(DirectoryInfo folder) => folder.EnumerateFiles()
        .Concat(folder.EnumerateDirectories().Where(inner => !NotWritten.Contains(inner.Name)).SelectMany(In));
}
