using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Channels.Typed.Tests.Shared;

/// <summary>Reads name, type and default of each option, from the tables of docs/options.md and from the code.</summary>
internal static partial class OptionsPage
{
    private const string Page = "docs/options.md";

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
    };

    /// <summary>Reads the table of an options class. Its rows may have any order.</summary>
    public static string[] Documented<TOptions>() =>
    [
        .. MarkdownTable.Read(Page, $"`{typeof(TOptions).Name}`")
            .Select(row => $"{row[0].Trim('`')}: {FirstCode().Match(row[1]).Groups[1].Value} = {row[2].Trim('`')}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the options of a new instance.</summary>
    /// <param name="options">The instance.</param>
    /// <param name="special">Returns the documented default of an option whose value is not clear enough as text, or null.</param>
    public static string[] Real<TOptions>(TOptions options, Func<PropertyInfo, string?> special) =>
    [
        .. typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(option => $"{option.Name}: {Name(option.PropertyType)} = {special(option) ?? Describe(option.GetValue(options))}")
            .Order(StringComparer.Ordinal),
    ];

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        return type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }

    private static string Describe(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        int number when number >= 1 << 20 && number % (1 << 20) == 0 => $"{number >> 20} MiB",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        TimeSpan time => Describe(time),
        IReadOnlyList<TimeSpan> times => Describe(times),
        ICollection { Count: 0 } => "empty",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Describe(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0",
        _ when time.Ticks % TimeSpan.TicksPerDay == 0 => $"{time.TotalDays} days",
        _ when time.TotalMinutes >= 2 && time.Ticks % TimeSpan.TicksPerMinute == 0 => $"{time.TotalMinutes} min",
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
    };

    private static string Describe(IReadOnlyList<TimeSpan> times)
    {
        bool isWhole = times.All(time => time.Ticks % TimeSpan.TicksPerSecond == 0);
        IEnumerable<string> numbers = times.Select(time =>
            (isWhole ? time.TotalSeconds : time.TotalMilliseconds).ToString("N0", CultureInfo.InvariantCulture));
        return $"{string.Join(", ", numbers)} {(isWhole ? "s" : "ms")}";
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex FirstCode();
}
