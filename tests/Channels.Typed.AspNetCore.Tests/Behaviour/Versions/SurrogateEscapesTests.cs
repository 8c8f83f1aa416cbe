using System.Text;
using Channels.Typed.AspNetCore.Versions;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Versions;

public sealed class SurrogateEscapesTests
{
    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"a":"é 🎉"}""")]
    [InlineData("""{"a":"\n\\\"\u00e9"}""")]
    [InlineData("""{"a":"\ud83c\udf89"}""")]
    [InlineData("""{"a":"x\uD83C\uDF89y\uD83C\uDF89"}""")]
    [InlineData("""{"a":"\\ud800"}""")]
    public void CompletePairs_Pass(string json) => SurrogateEscapes.Check(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\uDC00"}""")]
    [InlineData("""{"a":"\ud83cx\udf89"}""")]
    [InlineData("""{"a":"\ud83c\n\udf89"}""")]
    [InlineData("""{"a":"\ud83c\ud83c\udf89"}""")]
    [InlineData("""{"a":"\udf89\ud83c"}""")]
    [InlineData("""{"a":"\ud83c","b":"\udf89"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void HalfAPair_Throws(string json) =>
        Assert.Throws<ProtocolException>(() => SurrogateEscapes.Check(Encoding.UTF8.GetBytes(json)));
}
