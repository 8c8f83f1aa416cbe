namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>
/// For tests that measure the whole process. OpenTelemetry listens to every meter and source with our name, so it would also enable
/// telemetry in other tests. Allocation counters include the allocations of other tests.
/// </summary>
[CollectionDefinition(nameof(NotInParallel), DisableParallelization = true)]
public sealed class NotInParallel;
