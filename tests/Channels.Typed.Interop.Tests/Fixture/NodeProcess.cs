namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>Runs the drivers in Node/, or skips the test where they cannot run.</summary>
internal static class NodeProcess
{
    public static LineProcess Start(string script)
    {
        string? node = FindOnPath("node");
        Assert.SkipWhen(node is null, "node is not on the PATH: the official Phoenix client cannot run.");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Repository.NodeDrivers, "node_modules", "phoenix")),
            "The drivers' packages are not restored: run npm ci in tests/Channels.Typed.Interop.Tests/Node.");
        return LineProcess.Start(node, Path.Combine(Repository.NodeDrivers, script));
    }

    public static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
        .FirstOrDefault(File.Exists);
}
