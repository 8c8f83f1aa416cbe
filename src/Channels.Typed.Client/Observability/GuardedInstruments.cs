using System.Diagnostics.Metrics;

namespace Channels.Typed.Client.Observability;

/// <summary>
/// Measurements whose listeners may throw. What they throw is dropped, because it would stop the code that measures.
/// </summary>
internal static class GuardedInstruments
{
    public static void AddGuarded(this Counter<long> counter, long delta, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(delta, tags);
        }
        catch (Exception)
        {
            // See the summary of the class.
        }
    }

    public static void AddGuarded(this UpDownCounter<long> counter, long delta, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(delta, tags);
        }
        catch (Exception)
        {
            // See the summary of the class.
        }
    }

    public static void RecordGuarded(
        this Histogram<double> histogram, double value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception)
        {
            // See the summary of the class.
        }
    }
}
