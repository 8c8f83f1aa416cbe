namespace Chat.Terminal;

/// <summary>For pipes and scripts: a line in is a message, a line out is what happened.</summary>
internal sealed class PlainScreen(TextReader input, TextWriter output) : IScreen
{
    // Notes begin with a star, problems with an exclamation mark; messages with whoever sent them.
    private const string NoteMark = "* ";
    private const string ProblemMark = "! ";

    private readonly Lock _lock = new();

    // A line that comes through a pipe is written all at once.
    public event Action? Typing
    {
        add { }
        remove { }
    }

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) => await input.ReadLineAsync(cancellationToken);

    public void ShowMessage(Message message, bool isMine) => Write($"{message.Nick}: {message.Body}");

    public void ShowNote(string text) => Write(NoteMark + text);

    public void ShowProblem(string text) => Write(ProblemMark + text);

    public void ShowTyping(string nick) => Write($"{NoteMark}{nick} is typing");

    public void Dispose()
    {
        // Input and output are the process's own.
    }

    private void Write(string text)
    {
        lock (_lock)
        {
            output.WriteLine(text.ReplaceLineEndings(" "));
            output.Flush();
        }
    }
}
