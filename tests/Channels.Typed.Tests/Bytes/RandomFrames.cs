using System.Globalization;
using System.Text;
using Channels.Typed.Protocol;

namespace Channels.Typed.Tests.Bytes;

/// <summary>Makes random text, random JSON, and frames that contain both.</summary>
internal sealed class RandomFrames(Random random)
{
    private static readonly string[] Pieces =
        ["a", "Z", ":", "room", "\"", "\\", "\n", "\u0001", "é", "€", "😀", "/", ",", "[", "}", " ", "'", "\u007f"];

    private static readonly string[] WhiteSpace = ["", "", " ", "\n", "\r\n\t"];

    public string Text()
    {
        var text = new StringBuilder();
        for (int left = random.Next(12); left > 0; left--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    public string Json(int depth = 3) => random.Next(depth == 0 ? 5 : 7) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => random.Next().ToString(CultureInfo.InvariantCulture),
        3 => (random.NextDouble() * 1e9).ToString("R", CultureInfo.InvariantCulture),
        4 => Encoding.UTF8.GetString(JsonText.Encode(Text())),
        5 => "[" + string.Join(',', Several(() => Json(depth - 1))) + "]",
        _ => "{" + string.Join(',', Several(() => Encoding.UTF8.GetString(JsonText.Encode(Text())) + ":" + Json(depth - 1))) + "}",
    };

    /// <summary>Makes a frame with white space and extra elements, which a peer may send.</summary>
    public string WithExtras(params string[] parts)
    {
        IEnumerable<string> elements = [.. parts, .. random.Next(3) == 0 ? Several(() => Json(1)) : []];
        return Space() + "[" + string.Join(',', elements.Select(element => Space() + element + Space())) + "]" + Space();
    }

    private string Space() => WhiteSpace[random.Next(WhiteSpace.Length)];

    private string[] Several(Func<string> make)
    {
        var several = new string[random.Next(4)];
        for (int i = 0; i < several.Length; i++)
        {
            several[i] = make();
        }

        return several;
    }
}
