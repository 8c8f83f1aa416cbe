using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Options;

public sealed class DelayOptionTests
{
    [Fact]
    public async Task ReconnectDelays_Set_AreWaitedBeforeEachAttempt()
    {
        await using var client = new TestClient(
            static options => options.ReconnectDelays = [TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(7)]);
        Task connected = client.Socket.ConnectAsync();

        await client.Server.RefuseAsync();
        foreach (int milliseconds in new[] { 3, 7, 7 })
        {
            await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(milliseconds));
            await client.Server.RefuseAsync();
        }

        _ = await client.ReconnectAsync(7);
        await connected.Within();
    }

    [Fact]
    public async Task RejoinDelays_Set_AreWaitedBeforeEachRejoin()
    {
        await using var client = new TestClient(
            static options => options.RejoinDelays = [TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(7)]);
        (ScriptedConnection connection, _) = await client.JoinAsync();

        connection.Send("""["1","1","room:a","phx_error",{}]""");
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(3));
        await connection.ExpectAsync("""["2","2","room:a","phx_join",{"p":1}]""");
        connection.SendError(2, 2);
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(7));

        await connection.AcceptJoinAsync(3, payload: """{"p":1}""");
    }

    [Fact]
    public async Task Random_Set_DeterminesTheJitter()
    {
        await using var client = new TestClient(static options =>
        {
            options.ReconnectDelays = [TimeSpan.FromSeconds(4)];
            options.Jitter = 1;
            options.Random = new FixedRandom(0.25);
        });
        _ = client.Socket.ConnectAsync();

        await client.Server.RefuseAsync();

        _ = await client.ReconnectAsync(3000);
    }
}
