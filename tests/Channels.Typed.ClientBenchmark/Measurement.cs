using System.Diagnostics;
using System.Globalization;

namespace Channels.Typed.ClientBenchmark;

/// <summary>What a number of operations cost this process: time, processor time, bytes.</summary>
internal readonly struct Measurement(int operations, TimeSpan time, TimeSpan cpu, long bytes)
{
    public double PerSecond => operations / time.TotalSeconds;

    public double CpuMicroseconds => cpu.TotalMicroseconds / operations;

    public double Bytes => (double)bytes / operations;

    public static async Task<Measurement> TakeAsync(int operations, Func<Task> run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await run();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return new(operations, time, Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{PerSecond,10:N0} /s   {CpuMicroseconds,6:N1} us of processor   {Bytes,6:N0} bytes allocated");
}
