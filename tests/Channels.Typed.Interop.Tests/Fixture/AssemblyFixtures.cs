using Channels.Typed.Interop.Tests.Fixture;

[assembly: AssemblyFixture(typeof(InteropProcess))]
[assembly: AssemblyFixture(typeof(NodeDriver))]

// Most of these tests mostly wait for other processes, so there are more at a time than processors.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
