using System.Text;
using Channels.Typed.Client.Frames;

namespace Channels.Typed.Client.Tests.Behaviour.Frames;

public sealed class RefTextTests
{
    [Theory]
    [InlineData(0, "null")]
    [InlineData(7, "\"7\"")]
    [InlineData(long.MaxValue, "\"9223372036854775807\"")]
    public void Write_GivesAJsonString(long reference, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(RefText.Write(stackalloc byte[RefText.MaxLength], reference)));

    [Theory]
    [InlineData("\"12\"", 12)]
    [InlineData("12", 12)]
    public void Read_TakesStringsAndNumbers(string json, long expected)
    {
        Assert.True(RefText.TryRead(Encoding.UTF8.GetBytes(json), out long reference));
        Assert.Equal(expected, reference);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"12a\"")]
    [InlineData("{}")]
    [InlineData("1.5")]
    public void Read_OfAnythingElse_ReturnsFalse(string json) => Assert.False(RefText.TryRead(Encoding.UTF8.GetBytes(json), out _));
}
