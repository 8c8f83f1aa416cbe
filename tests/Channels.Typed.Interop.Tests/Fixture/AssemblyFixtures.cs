using Channels.Typed.Interop.Tests.Fixture;

[assembly: AssemblyFixture(typeof(InteropProcess))]
[assembly: AssemblyFixture(typeof(NodeDriver))]

// These tests wait for other processes most of the time, so more of them run at once than there are processors.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
