namespace Channels.Typed.ClientBenchmark;

/// <summary>Waits for events.</summary>
internal sealed class Arrivals
{
    private const int Burst = 200;

    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing;

    public Arrivals(IContender client) => client.OnEvent(_ =>
    {
        if (--_missing == 0)
        {
            _all.SetResult();
        }
    });

    public async Task ReceiveAsync(IContender client, int count)
    {
        // In bursts that no server takes for more than its client can bear.
        for (int sent = 0; sent < count; sent += Burst)
        {
            _missing = Burst;
            _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await client.BurstAsync(new ClientBenchmark.Burst(Burst));
            await _all.Task;
        }
    }
}
