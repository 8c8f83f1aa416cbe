namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A scoped service of a <see cref="ProgrammedChannel"/>.</summary>
internal sealed class ProgramScope(ChannelProgram program) : IDisposable
{
    public void Dispose() => program.DisposeScope();
}
