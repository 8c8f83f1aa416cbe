using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Bytes;

public sealed class LogTests
{
    [Fact]
    public void EventIds_AreUniqueAndInTheClientsRange()
    {
        int[] ids = [.. typeof(Log)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(static attribute => attribute.EventId)];

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, static id => Assert.InRange(id, 200, 299));
    }
}
