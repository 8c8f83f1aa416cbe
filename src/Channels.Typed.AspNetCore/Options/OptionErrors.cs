namespace Channels.Typed.AspNetCore;

/// <summary>Checks options and collects what is wrong. Each text names the option, its value, and the allowed range.</summary>
internal sealed class OptionErrors
{
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts => _texts;

    public void Check(bool isRight, string option, object value, string range)
    {
        if (!isRight)
        {
            _texts.Add($"{option} is {value}. Use {range}.");
        }
    }

    public void CheckTime(TimeSpan value, string option) =>
        Check(value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromDays(1), option, value, "10 milliseconds to 1 day");

    public void CheckHour(TimeSpan value, string option) =>
        Check(value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromHours(1), option, value, "10 milliseconds to 1 hour");

    public void CheckMessageBytes(int value, string option) =>
        Check(value is >= 128 and <= 1 << 30, option, value, "128 to 1,073,741,824 bytes");

    public void CheckOutboxBytes(int value, string option) => Check(value >= 1024, option, value, "1,024 or more");

    // If the maximum is wrong itself, only that is reported.
    public void CheckHighWater(int value, int maxOutboxBytes, string option) => Check(
        maxOutboxBytes < 1024 || (value >= 256 && value <= maxOutboxBytes),
        option,
        value,
        $"256 to MaxOutboxBytes, which is {maxOutboxBytes}");

    public void CheckCount(int value, string option) => Check(value >= 1, option, value, "1 or more");
}
