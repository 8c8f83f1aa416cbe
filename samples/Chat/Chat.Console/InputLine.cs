using System.Text;

namespace Chat.Terminal;

/// <summary>The line that the user edits: its text, a cursor and the usual editing keys.</summary>
internal sealed class InputLine
{
    private readonly StringBuilder _text = new();
    private int _cursor;

    public string Text => _text.ToString();

    /// <summary>Handles a key.</summary>
    /// <returns>The whole line if the key was Enter.</returns>
    public string? Press(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                string entered = _text.ToString();
                _text.Clear();
                _cursor = 0;
                return entered;
            case ConsoleKey.Backspace when _cursor > 0:
                _text.Remove(--_cursor, 1);
                break;
            case ConsoleKey.Delete when _cursor < _text.Length:
                _text.Remove(_cursor, 1);
                break;
            case ConsoleKey.LeftArrow when _cursor > 0:
                _cursor--;
                break;
            case ConsoleKey.RightArrow when _cursor < _text.Length:
                _cursor++;
                break;
            case ConsoleKey.Home:
                _cursor = 0;
                break;
            case ConsoleKey.End:
                _cursor = _text.Length;
                break;
            case ConsoleKey.Escape:
                _text.Clear();
                _cursor = 0;
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _text.Insert(_cursor++, key.KeyChar);
                }

                break;
        }

        return null;
    }

    /// <summary>Gets the part of the line that fits, and how many of its characters are after the cursor.</summary>
    public (string Visible, int BehindCursor) View(int width)
    {
        int start = Math.Max(0, _cursor - width);
        int length = Math.Min(width, _text.Length - start);
        return (_text.ToString(start, length), start + length - _cursor);
    }
}
