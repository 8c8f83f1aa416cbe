namespace Channels.Typed.Client.Tests.Model;

/// <summary>The client did something that the model does not expect.</summary>
internal sealed class ScheduleException(string message) : Exception(message);
