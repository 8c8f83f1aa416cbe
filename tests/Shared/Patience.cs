namespace Channels.Typed.Tests.Shared;

/// <summary>
/// How long a test waits for what must come. Only a test that fails ever waits as long, so it is generous: processes and browsers have
/// to start on
/// machines that are busy with others. Whatever a test wants to happen earlier than that, it waits for; nothing is ever asserted about
/// the time.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(2);
}
