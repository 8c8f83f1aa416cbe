using Chat.Server;

await using WebApplication app = ChatApp.Create(args);
try
{
    await app.StartAsync();
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine("Stop the program that uses the port, or choose another one: --urls http://localhost:5081");
    return 1;
}

Console.WriteLine($"Chat is on {app.Urls.First()}");
await app.WaitForShutdownAsync();
return 0;
