namespace Channels.Typed.RepositoryTests;

/// <summary>The repository is found from the running test program.</summary>
public sealed class RootTests
{
    [Fact]
    public void Root_HasTheSolution() => Assert.True(File.Exists(Path.Combine(Repository.Root, "Channels.Typed.sln")));
}
