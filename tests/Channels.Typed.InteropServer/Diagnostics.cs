using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Channels.Typed.InteropServer;

/// <summary>
/// Diagnostics for load tests, with <c>--diagnostics true</c>: warnings and errors on standard error, and <c>GET /diagnostics</c> with the
/// numbers of connections and channels, the working set and the managed heap in bytes.
/// </summary>
internal static class Diagnostics
{
    public static bool IsOn(IConfiguration configuration) => configuration.GetValue<bool>("diagnostics");

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddSimpleConsole(options => options.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddHealthChecks().AddChannels();
    }

    public static async Task<string> DescribeAsync(HealthCheckService health)
    {
        IReadOnlyDictionary<string, object> data = (await health.CheckHealthAsync()).Entries["channels"].Data;
        return $"{data["connections"]} {data["channels"]} {Environment.WorkingSet} {GC.GetTotalMemory(forceFullCollection: false)}";
    }
}
