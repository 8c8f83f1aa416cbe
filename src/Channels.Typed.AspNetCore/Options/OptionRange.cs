using System.ComponentModel.DataAnnotations;

namespace Channels.Typed.AspNetCore;

/// <summary>Checks options. The exception names the option, its value, and the allowed range.</summary>
internal static class OptionRange
{
    public static void Check(bool isRight, string option, object value, string range)
    {
        if (!isRight)
        {
            throw new ValidationException($"{option} is {value}. Use {range}.");
        }
    }

    public static void CheckTime(TimeSpan value, string option) =>
        Check(value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromDays(1), option, value, "10 milliseconds to 1 day");

    public static void CheckHour(TimeSpan value, string option) =>
        Check(value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromHours(1), option, value, "10 milliseconds to 1 hour");

    public static void CheckMessageBytes(int value, string option) =>
        Check(value is >= 128 and <= 1 << 30, option, value, "128 to 1,073,741,824 bytes");

    public static void CheckOutboxBytes(int value, string option) => Check(value >= 1024, option, value, "1,024 or more");

    public static void CheckHighWater(int value, int maxOutboxBytes, string option) =>
        Check(value >= 256 && value <= maxOutboxBytes, option, value, $"256 to MaxOutboxBytes, which is {maxOutboxBytes}");

    public static void CheckCount(int value, string option) => Check(value >= 1, option, value, "1 or more");
}
