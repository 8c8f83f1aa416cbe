namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>
/// For tests that look at the whole process. OpenTelemetry listens to whatever in it has our name, and so would make the servers of
/// other tests
/// watched ones; and what is allocated counts for everybody.
/// </summary>
[CollectionDefinition(nameof(NotInParallel), DisableParallelization = true)]
public sealed class NotInParallel;
