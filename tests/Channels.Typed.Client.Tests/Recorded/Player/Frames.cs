using System.Text;
using System.Text.Json;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>
/// Compares frames of our client with the recorded ones, and replaces the refs in recorded frames of the server by those of our client.
/// Nothing else is changed.
/// </summary>
internal static class Frames
{
    /// <summary>Returns the ref of a text frame, or <see langword="null"/> if it is not a string.</summary>
    public static string? RefOf(string text)
    {
        try
        {
            using JsonDocument frame = JsonDocument.Parse(text);
            JsonElement value = default;
            bool isThere = frame.RootElement.ValueKind switch
            {
                JsonValueKind.Array when frame.RootElement.GetArrayLength() == 5 =>
                    (value = frame.RootElement[1]).ValueKind == JsonValueKind.String,
                JsonValueKind.Object =>
                    frame.RootElement.TryGetProperty("ref", out value) && value.ValueKind == JsonValueKind.String,
                _ => false,
            };
            return isThere ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null; // Recorded clients also send malformed JSON.
        }
    }

    public static bool IsHeartbeat(string text) => text.Contains("\"phoenix\",\"heartbeat\"", StringComparison.Ordinal);

    public static void Compare(string recorded, string ours, RefMap refs)
    {
        using JsonDocument expected = JsonDocument.Parse(recorded);
        using JsonDocument sent = JsonDocument.Parse(ours);
        Assert.Equal(expected.RootElement.ValueKind, sent.RootElement.ValueKind);
        if (expected.RootElement.ValueKind == JsonValueKind.Array)
        {
            CompareArrays(expected.RootElement, sent.RootElement, refs);
        }
        else
        {
            CompareObjects(expected.RootElement, sent.RootElement, refs);
        }
    }

    /// <summary>Compares binary pushes of a client: kind, four lengths, join ref, ref, topic, event, data.</summary>
    public static void Compare(byte[] recorded, byte[] ours, RefMap refs)
    {
        (string? joinRef, string? reference, byte[] rest) = ReadPush(recorded);
        (string? ourJoinRef, string? ourReference, byte[] ourRest) = ReadPush(ours);
        refs.Match(joinRef, ourJoinRef);
        refs.Match(reference, ourReference);
        Assert.Equal(Convert.ToHexString(rest), Convert.ToHexString(ourRest));
    }

    public static string Rewrite(string recorded, RefMap refs)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(recorded);
        var reader = new Utf8JsonReader(utf8);
        var text = new StringBuilder();
        int copied = 0;
        _ = reader.Read();
        bool isArray = reader.TokenType == JsonTokenType.StartArray;
        for (int index = 0; reader.Read() && reader.CurrentDepth > 0; index++)
        {
            bool isRef = index < 2;
            if (!isArray)
            {
                isRef = reader.ValueTextEquals("ref");
                _ = reader.Read();
            }

            if (isRef)
            {
                _ = text.Append(Encoding.UTF8.GetString(utf8, copied, (int)reader.TokenStartIndex - copied))
                    .Append(Json(refs.ToOurs(reader.GetString())));
                copied = (int)reader.BytesConsumed;
            }

            reader.Skip();
        }

        return text.Append(Encoding.UTF8.GetString(utf8, copied, utf8.Length - copied)).ToString();
    }

    /// <summary>Rewrites a binary push, reply or broadcast of the server.</summary>
    public static byte[] Rewrite(byte[] recorded, RefMap refs)
    {
        (int lengths, int refCount) = recorded[0] switch
        {
            0 => (3, 1),
            1 => (4, 2),
            _ => (2, 0),
        };
        var head = new List<byte>(recorded[..(1 + lengths)]);
        var texts = new List<byte>();
        int position = 1 + lengths;
        for (int i = 1; i <= refCount; i++)
        {
            string reference = Encoding.UTF8.GetString(recorded, position, recorded[i]);
            byte[] ours = Encoding.UTF8.GetBytes(refs.ToOurs(reference)!); // Not null, because the recorded frame has a ref.
            position += recorded[i];
            head[i] = (byte)ours.Length;
            texts.AddRange(ours);
        }

        return [.. head, .. texts, .. recorded[position..]];
    }

    private static string Json(string? reference) => reference is null ? "null" : $"\"{reference}\"";

    private static void CompareArrays(JsonElement expected, JsonElement sent, RefMap refs)
    {
        Assert.Equal(5, sent.GetArrayLength());
        refs.Match(expected[0].GetString(), sent[0].GetString());
        refs.Match(expected[1].GetString(), sent[1].GetString());
        Assert.Equal((expected[2].GetString(), expected[3].GetString()), (sent[2].GetString(), sent[3].GetString()));
        AssertSame(expected[4], sent[4]);
    }

    // Our client also sends a join ref, which servers of this version ignore.
    private static void CompareObjects(JsonElement expected, JsonElement sent, RefMap refs)
    {
        refs.Match(expected.GetProperty("ref").GetString(), sent.GetProperty("ref").GetString());
        foreach (string name in new[] { "topic", "event", "payload" })
        {
            AssertSame(expected.GetProperty(name), sent.GetProperty(name));
        }

        string[] known = ["topic", "event", "payload", "ref", "join_ref"];
        Assert.All(sent.EnumerateObject(), property => Assert.Contains(property.Name, known));
    }

    private static void AssertSame(JsonElement expected, JsonElement sent) =>
        Assert.True(JsonElement.DeepEquals(expected, sent), $"Our client sent {sent.GetRawText()}, expected {expected.GetRawText()}.");

    private static (string? JoinRef, string? Ref, byte[] Remainder) ReadPush(byte[] frame)
    {
        Assert.Equal(0, frame[0]);
        int refAt = 5 + frame[1];
        int restAt = refAt + frame[2];
        return (Text(frame, 5, frame[1]), Text(frame, refAt, frame[2]), [frame[3], frame[4], .. frame[restAt..]]);
    }

    private static string? Text(byte[] frame, int start, int length) => length == 0 ? null : Encoding.UTF8.GetString(frame, start, length);
}
