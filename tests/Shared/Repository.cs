namespace Channels.Typed.Tests.Shared;

/// <summary>
/// Where things are: the tests read the repository and run programs that the build has put beside them. The place is looked up from the running
/// program, since a deterministic build writes no real path into <c>[CallerFilePath]</c>.
/// </summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string NodeDrivers { get; } = Path.Combine(Root, "tests", "Channels.Typed.Interop.Tests", "Node");

    /// <summary>The recordings of a Phoenix server and their replayer.</summary>
    public static string Wire { get; } = Path.Combine(Root, "tests", "wire");

    /// <summary>The built program of a sample, of the same configuration as these tests.</summary>
    public static string Sample(string name) => Program(Path.Combine(Root, "samples", "Chat", name), name);

    /// <summary>The built application that the recordings are played against.</summary>
    public static string InteropServer => Program(Path.Combine(Root, "tests", "Channels.Typed.InteropServer"), "Channels.Typed.InteropServer");

    private static string Program(string project, string name)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/<configuration>/<framework>
        string path = Path.Combine(project, "bin", configuration, "net10.0", name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"The program is not built: {path}");
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Channels.Typed.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"Channels.Typed.sln is in no folder above {AppContext.BaseDirectory}");
    }
}
