using System.Globalization;
using System.Text;
using Channels.Typed.AspNetCore.LongPolling;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class PostBodyFuzzTests
{
    private const int Inputs = 200_000;
    private const string Ndjson = "application/x-ndjson";

    private static readonly LongPollOptions Options = new() { MaxBatch = 5, MaxEntryBytes = 128 };

    private static readonly string[] Pieces =
    [
        "[null,\"1\",\"phoenix\",\"heartbeat\",{}]", "[", "{}", "AAAA", "AAECAwQ=", "AA==", "AB==", "=", "A", "\n", "\r\n", "\r", "\n\n",
        " ", "\t", "%%%", "\0", "é", "-_",
        new('A', 124), new('[', 129),
    ];

    /// <summary>Compares the parser with a second implementation of the rules that works on strings.</summary>
    [Fact]
    public void RandomBody_IsParsedAsTheRulesSay()
    {
        string? givenSeed = Environment.GetEnvironmentVariable("CHANNELS_TEST_SEED");
        int seed = int.TryParse(givenSeed, CultureInfo.InvariantCulture, out int given) ? given : 9_130;
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}; repeat with CHANNELS_TEST_SEED={seed}.");
        var random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] body = Create(random);
            string? contentType = random.Next(5) switch { 0 => "application/json", 1 => null, _ => Ndjson };

            List<(string Bytes, bool IsBinary)>? expected = Expect(contentType, Encoding.Latin1.GetString(body));
            List<(string Bytes, bool IsBinary)>? actual = PostBody.Parse(contentType, body.ToArray(), Options)?
                .ConvertAll(entry => (Encoding.Latin1.GetString(entry.Bytes.Span), entry.IsBinary));

            Assert.True(
                actual is null ? expected is null : expected is not null && actual.SequenceEqual(expected),
                $"Seed {seed}, input {i}: {contentType} {Convert.ToHexString(body)}");
            taken += actual is { Count: > 0 } ? 1 : 0;
        }

        Assert.InRange(taken, Inputs / 10, Inputs * 9 / 10);
    }

    private static byte[] Create(Random random)
    {
        var text = new StringBuilder();
        for (int pieces = random.Next(10); pieces > 0; pieces--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
            if (random.Next(2) == 0)
            {
                text.Append('\n');
            }
        }

        byte[] body = Encoding.UTF8.GetBytes(text.ToString());
        for (int changes = random.Next(3); body.Length > 0 && changes > 0; changes--)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        return body;
    }

    private static List<(string Bytes, bool IsBinary)>? Expect(string? contentType, string body)
    {
        if (contentType != Ndjson)
        {
            return body.Length <= Options.MaxEntryBytes ? [(body, false)] : null;
        }

        var messages = new List<(string Bytes, bool IsBinary)>();
        foreach (string line in body.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries).Take(Options.MaxBatch))
        {
            if (line.Length > Options.MaxEntryBytes || (line[0] != '[' && !IsBase64(line)))
            {
                return null;
            }

            messages.Add(line[0] == '[' ? (line, false) : (Encoding.Latin1.GetString(Convert.FromBase64String(line)), true));
        }

        return messages;
    }

    // Exactly as an encoder writes it: with padding, and with zeros for the unused bits.
    private static bool IsBase64(string line)
    {
        var bytes = new byte[line.Length];
        return !line.Any(char.IsWhiteSpace)
            && Convert.TryFromBase64String(line, bytes, out int length)
            && Convert.ToBase64String(bytes, 0, length) == line;
    }
}
