namespace Channels.Typed.Tests.Shared;

/// <summary>
/// The folders of the repository and the programs that the build has produced. The root is found from the running program, because a
/// deterministic build writes no real path into <c>[CallerFilePath]</c>.
/// </summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string NodeDrivers { get; } = Path.Combine(Root, "tests", "Channels.Typed.Interop.Tests", "Node");

    /// <summary>The recordings of a Phoenix server and the replayer.</summary>
    public static string Wire { get; } = Path.Combine(Root, "tests", "wire");

    /// <summary>The built program of a sample, of the same configuration as these tests.</summary>
    public static string Sample(string name) => Program(Path.Combine(Root, "samples", "Chat", name), name);

    /// <summary>The built program of the smallest sample.</summary>
    public static string Hello => Program(Path.Combine(Root, "samples", "Hello"), "Hello");

    /// <summary>The built server of the recorded application.</summary>
    public static string InteropServer => Test("Channels.Typed.InteropServer", "net10.0", ".dll");

    /// <summary>The built program that checks the client against that server.</summary>
    public static string InteropClient => Test("Channels.Typed.InteropClient", "net10.0", ".dll");

    /// <summary>The same for .NET Framework.</summary>
    public static string InteropClientForMono => Test("Channels.Typed.InteropClient.Mono", "net472", ".exe");

    /// <summary>A program that eng/publish-native.sh has published, or <see langword="null"/>.</summary>
    public static string? Native(string name)
    {
        string published = Path.Combine(Root, "artifacts", "native", "publish", name);
        return Directory.Exists(published)
            ? Directory.EnumerateDirectories(published, "release*").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            : null;
    }

    /// <summary>The client's program for browsers, which eng/publish-wasm.sh has published, or <see langword="null"/>.</summary>
    public static string? Wasm
    {
        get
        {
            string page = Path.Combine(Root, "artifacts", "wasm", "publish", "Channels.Typed.InteropClient.Wasm", "release", "wwwroot");
            return File.Exists(Path.Combine(page, "index.html")) ? page : null;
        }
    }

    private static string Test(string name, string framework, string extension) =>
        Program(Path.Combine(Root, "tests", name), name, framework, extension);

    private static string Program(string project, string name, string framework = "net10.0", string extension = ".dll")
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/<configuration>/<framework>
        string path = Path.Combine(project, "bin", configuration, framework, name + extension);
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
