namespace Channels.Typed.Tests.Shared;

/// <summary>
/// The time limit for everything that a test waits for. Only a failing test ever waits that long. So the limit is generous: processes
/// and browsers must start on busy machines. Tests wait for events instead of times, and never make assertions about how long something
/// takes.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(2);
}
