using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.CompilerServices;

public sealed class PayloadJsonTests
{
    [Fact]
    public void Context_GivesItsMetadata() => Assert.Same(TestJson.Default.Note, PayloadJson.Get<Note>(TestJson.Default));

    [Fact]
    public void NoContext_MeansWebDefaults()
    {
        JsonTypeInfo<Undescribed> info = PayloadJson.Get<Undescribed>(null);

        Assert.Equal("""{"someNumber":7}""", JsonSerializer.Serialize(new Undescribed(7), info));
        Assert.Equal(new Undescribed(7), JsonSerializer.Deserialize("""{"SOMENUMBER":"7"}"""u8, info));
    }

    [Fact]
    public void TypeMissingFromTheContext_IsNamedWithTheAttributeToAdd()
    {
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => PayloadJson.Get<Undescribed>(TestJson.Default));

        Assert.Equal(
            $"The payload type '{typeof(Undescribed)}' is not described by '{typeof(TestJson)}'. Add [JsonSerializable(typeof(Undescribed))] to the context.",
            e.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Empty_NeedsNoMetadata(bool hasContext)
    {
        JsonTypeInfo<Empty> info = PayloadJson.Get<Empty>(hasContext ? TestJson.Default : null);

        Assert.Equal("{}", JsonSerializer.Serialize(default, info));
        foreach (string json in new[] { "{}", "null", "[1,[2]]", "\"x\"", """{"a":{"b":1}}""" })
        {
            Assert.Equal(default, JsonSerializer.Deserialize(json, info));
        }
    }

    [Fact]
    public void Empty_IsEqualToEmptyOnly()
    {
        Assert.True(default(Empty) == new Empty());
        Assert.False(default(Empty) != new Empty());
        Assert.True(default(Empty).Equals((object)default(Empty)));
        Assert.False(default(Empty).Equals((object)"{}"));
        Assert.Equal(default(Empty).GetHashCode(), new Empty().GetHashCode());
    }

    private sealed record Undescribed(int SomeNumber);
}
