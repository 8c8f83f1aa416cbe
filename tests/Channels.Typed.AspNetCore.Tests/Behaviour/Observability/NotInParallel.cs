namespace Channels.Typed.AspNetCore.Tests.Observability;

/// <summary>OpenTelemetry listens to whatever in the process has our name, and so would make the servers of other tests watched ones.</summary>
[CollectionDefinition(nameof(NotInParallel), DisableParallelization = true)]
public sealed class NotInParallel;
