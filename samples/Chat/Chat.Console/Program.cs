using Chat.Terminal;

if (!Arguments.TryParse(args, out Arguments? arguments, out string? problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // As /quit does: leave the room, then end.
    press.Cancel = true;
    interrupted.Cancel();
};

using IScreen screen = Console.IsInputRedirected || Console.IsOutputRedirected
    ? new PlainScreen(Console.In, Console.Out)
    : new TerminalScreen(arguments.Room);
return await new ChatSession(arguments, screen, TimeProvider.System).RunAsync(interrupted.Token);
