namespace Chat.Terminal;

/// <summary>For pipes and scripts: one line of input is one message, one line of output is one event.</summary>
internal sealed class PlainScreen(TextReader input, TextWriter output) : IScreen
{
    // Notes start with a star, errors with an exclamation mark, messages with the sender's nick.
    private const string NoteMark = "* ";
    private const string ProblemMark = "! ";

    private readonly Lock _lock = new();

    // Input from a pipe arrives in whole lines, so it has no typing to report.
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
        // Input and output belong to the process.
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
