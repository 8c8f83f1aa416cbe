using Channels.Typed.InteropServer;

await using WebApplication app = InteropApp.Create(args);
await app.StartAsync();
Console.WriteLine($"Interop is on {app.Urls.First()}");
await app.WaitForShutdownAsync();
