using Channels.Typed.Topics;

namespace Channels.Typed.Tests.Behaviour.Topics;

public sealed class TopicPatternParserTests
{
    [Theory]
    [InlineData("", "A topic pattern must not be empty. Use something like 'room:{room}'.")]
    [InlineData("room:{room", "Topic pattern 'room:{room' has a '{' without a '}'. Close the parameter, as in 'room:{room}'.")]
    [InlineData("room:room}", "Topic pattern 'room:room}' has a '}' without a '{'. Remove it, or open a parameter.")]
    [InlineData("room:{room}}", "Topic pattern 'room:{room}}' has a '}' without a '{'. Remove it, or open a parameter.")]
    [InlineData("room:*", "Topic pattern 'room:*' has a '*'. Use a last parameter, which takes the rest of the topic, as in 'room:{room}'.")]
    [InlineData("room:{}", "Topic pattern 'room:{}' has a parameter named ''. Use a C# identifier, as in 'room:{room}'.")]
    [InlineData("room:{:int}", "Topic pattern 'room:{:int}' has a parameter named ''. Use a C# identifier, as in 'room:{room}'.")]
    [InlineData("room:{1a}", "Topic pattern 'room:{1a}' has a parameter named '1a'. Use a C# identifier, as in 'room:{room}'.")]
    [InlineData("room:{a-b}", "Topic pattern 'room:{a-b}' has a parameter named 'a-b'. Use a C# identifier, as in 'room:{room}'.")]
    [InlineData("room:{{a}}", "Topic pattern 'room:{{a}}' has a parameter named '{a'. Use a C# identifier, as in 'room:{room}'.")]
    [InlineData("room:{*}", "Topic pattern 'room:{*}' has a parameter named '*'. Use a C# identifier, as in 'room:{room}'.")]
    [InlineData("{a}{b}", "Topic pattern '{a}{b}' has no text between 'a' and 'b'. Put a separator between them, such as ':'.")]
    [InlineData("{a}:{A}", "Topic pattern '{a}:{A}' has two parameters named 'A'. Give each its own name.")]
    [InlineData("{id:uint}", "Topic pattern '{id:uint}' gives 'id' the type 'uint'. Use int, long, guid, or no type for text.")]
    [InlineData("{id:}", "Topic pattern '{id:}' gives 'id' the type ''. Use int, long, guid, or no type for text.")]
    [InlineData("{id:Int}", "Topic pattern '{id:Int}' gives 'id' the type 'Int'. Use int, long, guid, or no type for text.")]
    public void Malformed_FailsAndSaysWhatWouldBeValid(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<TopicFormatException>(() => TopicPattern.Parse(pattern)).Message);

    [Fact]
    public void Segments_AreLiteralsAndParametersInOrder()
    {
        TopicSegment[] segments = TopicPatternParser.Parse("room:{room}:{_no2:int}/{x:long}-{é:guid}!");

        Assert.Equal(
            [
                ("room:", false, TopicParameterType.String),
                ("room", true, TopicParameterType.String),
                (":", false, TopicParameterType.String),
                ("_no2", true, TopicParameterType.Int32),
                ("/", false, TopicParameterType.String),
                ("x", true, TopicParameterType.Int64),
                ("-", false, TopicParameterType.String),
                ("é", true, TopicParameterType.Guid),
                ("!", false, TopicParameterType.String),
            ],
            segments.Select(segment => (segment.Text, segment.IsParameter, segment.Type)));
    }
}
