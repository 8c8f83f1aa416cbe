using System.Threading.Channels;
using Spectre.Console;

namespace Chat.Terminal;

/// <summary>For interactive use: messages scroll above the input line, which stays at the bottom.</summary>
internal sealed class TerminalScreen : IScreen
{
    private static readonly TimeSpan TypingCounts = TimeSpan.FromSeconds(4);
    private static readonly Color[] Colors =
        [Color.Aqua, Color.Orange1, Color.MediumPurple1, Color.SpringGreen2, Color.HotPink, Color.Gold1, Color.SkyBlue1, Color.Salmon1];

    private readonly Lock _lock = new();
    private readonly InputLine _line = new();
    private readonly Channel<string> _entered = Channel.CreateUnbounded<string>();
    private readonly ITimer _typingTimer;
    private readonly string _room;
    private string? _typing;
    private bool _isDisposed;

    public TerminalScreen(string room)
    {
        _room = room;
        _typingTimer = TimeProvider.System.CreateTimer(_ => ClearTyping(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AnsiConsole.Write(new Rule($"[bold mediumpurple1]#{room.EscapeMarkup()}[/]").LeftJustified().RuleStyle("grey35"));
        AnsiConsole.MarkupLine("[grey58]Enter sends, /quit leaves.[/]");
        new Thread(ReadKeys) { IsBackground = true, Name = "Keys" }.Start();
    }

    public event Action? Typing;

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        Redraw(() => { });
        return await _entered.Reader.ReadAsync(cancellationToken);
    }

    public void ShowMessage(Message message, bool isMine)
    {
        string time = $"[grey50]{message.SentAt.ToLocalTime():HH:mm}[/]";
        string color = isMine ? "mediumpurple1" : Colors[Math.Abs(StableHash(message.Nick)) % Colors.Length].ToMarkup();
        Redraw(() => AnsiConsole.MarkupLine($"{time} [bold {color}]{message.Nick.EscapeMarkup()}[/] {message.Body.EscapeMarkup()}"));
        if (message.Nick == _typing)
        {
            ClearTyping();
        }
    }

    public void ShowNote(string text) => Redraw(() => AnsiConsole.MarkupLine($"[grey58]      {text.EscapeMarkup()}[/]"));

    public void ShowProblem(string text) => Redraw(() => AnsiConsole.MarkupLine($"[red]    ! {text.EscapeMarkup()}[/]"));

    public void ShowTyping(string nick)
    {
        Redraw(() => _typing = nick);
        _typingTimer.Change(TypingCounts, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _typingTimer.Dispose();
            Console.Write("\r\e[2K");
        }
    }

    private static int StableHash(string text) => text.Aggregate(17, (hash, character) => unchecked((hash * 31) + character) & 0xFFFFFF);

    private void ClearTyping() => Redraw(() => _typing = null);

    private void ReadKeys()
    {
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            string? entered = null;
            Redraw(() => entered = _line.Press(key));
            if (entered is not null)
            {
                _entered.Writer.TryWrite(entered);
            }
            else if (_line.Text.Length > 0 && !_line.Text.StartsWith('/'))
            {
                Typing?.Invoke();
            }
        }
    }

    /// <summary>Removes the input line, calls <paramref name="write"/>, and draws the input line again below.</summary>
    private void Redraw(Action write)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            AnsiConsole.Cursor.Hide();
            Console.Write("\r\e[2K");
            write();
            string notice = _typing is { } nick ? $"[italic grey50]{nick.EscapeMarkup()} is typing… [/]" : "";
            int noticeLength = _typing is { } typing ? typing.Length + " is typing… ".Length : 0;
            int width = Math.Max(10, AnsiConsole.Profile.Width - noticeLength - _room.Length - 5);
            (string visible, int behindCursor) = _line.View(width);
            AnsiConsole.Markup($"{notice}[grey58]#{_room.EscapeMarkup()}[/] [mediumpurple1]›[/] {visible.EscapeMarkup()}");
            if (behindCursor > 0)
            {
                AnsiConsole.Cursor.MoveLeft(behindCursor);
            }

            AnsiConsole.Cursor.Show();
        }
    }
}
