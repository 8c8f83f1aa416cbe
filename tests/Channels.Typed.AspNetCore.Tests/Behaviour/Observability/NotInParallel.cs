namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

/// <summary>OpenTelemetry listens to all meters of a name in the process, so it would also listen to the servers of other tests.</summary>
[CollectionDefinition(nameof(NotInParallel), DisableParallelization = true)]
public sealed class NotInParallel;
