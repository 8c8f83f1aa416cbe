namespace Channels.Typed.ClientBenchmark;

/// <summary>Counts events and waits for them.</summary>
internal sealed class EventCounter
{
    private const int Burst = 200;

    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing;

    public EventCounter(IMeasuredClient client) => client.OnEvent(_ =>
    {
        if (--_missing == 0)
        {
            _all.SetResult();
        }
    });

    public async Task ReceiveAsync(IMeasuredClient client, int count)
    {
        // In bursts that are small enough that no server disconnects a slow client.
        for (int sent = 0; sent < count; sent += Burst)
        {
            _missing = Burst;
            _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await client.BurstAsync(new ClientBenchmark.Burst(Burst));
            await _all.Task;
        }
    }
}
