namespace Channels.Typed.Client.Tests.Model;

/// <summary>The client did something else than the model.</summary>
internal sealed class ScheduleException(string message) : Exception(message);
