using Microsoft.AspNetCore.SignalR.Client;

namespace Channels.Typed.ClientBenchmark;

/// <summary>SignalR's client, with its JSON protocol and the same source-generated serialization.</summary>
internal sealed class SignalRClient(HubConnection connection) : IMeasuredClient
{
    public string Name => "SignalR";

    public static async Task<SignalRClient> ConnectAsync(Uri server)
    {
        HubConnection connection = new HubConnectionBuilder()
            .WithUrl(new Uri(server, "hub"), options =>
            {
                options.SkipNegotiation = true;
                options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            })
            .AddJsonProtocol(options => options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BenchJson.Default))
            .Build();
        await connection.StartAsync();
        return new SignalRClient(connection);
    }

    public Task<Note> EchoAsync(Note note) => connection.InvokeAsync<Note>("Echo", note);

    public Task BurstAsync(Burst burst) => connection.SendAsync("Burst", burst);

    public void OnEvent(Action<Note> handler) => connection.On("Noted", handler);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
