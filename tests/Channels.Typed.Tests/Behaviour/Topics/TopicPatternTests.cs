using Channels.Typed.Topics;

namespace Channels.Typed.Tests.Behaviour.Topics;

public sealed class TopicPatternTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("lobby", "lobby")]
    [InlineData("room:{room}", "room:a", "a")]
    [InlineData("room:{room}", "room:", "")]
    [InlineData("room:{room}", "room:a:b:c", "a:b:c")]
    [InlineData("{all}", "", "")]
    [InlineData("{all}", "any:thing", "any:thing")]
    [InlineData("room:{room}:{thread}", "room:a:1", "a", "1")]
    [InlineData("room:{room}:{thread}", "room:a:1:2", "a", "1:2")]
    [InlineData("room:{room}:{thread}", "room:a:", "a", "")]
    [InlineData("{tenant}/room/{room}", "acme/room/a", "acme", "a")]
    [InlineData("room:{room}:typing", "room:a:typing", "a")]
    [InlineData("user:{id:int}", "user:7", "7")]
    [InlineData("user:{id:int}", "user:-7", "-7")]
    [InlineData("user:{id:int}:inbox", "user:0:inbox", "0")]
    [InlineData("user:{id:long}", "user:9223372036854775807", "9223372036854775807")]
    [InlineData("doc:{id:guid}", "doc:" + Id, Id)]
    [InlineData("raum:{name}é", "raum:😀é", "😀")]
    public void Match_ReadsTheValues_AndFormatBuildsTheSameTopic(string pattern, string topic, params string[] values)
    {
        TopicPattern parsed = TopicPattern.Parse(pattern);
        var found = new string[parsed.ParameterCount];

        Assert.True(parsed.TryMatch(topic, found));
        Assert.Equal(values, found);
        Assert.Equal(topic, parsed.Format(found));
    }

    [Theory]
    [InlineData("lobby", "lobby2")]
    [InlineData("lobby", "lobb")]
    [InlineData("lobby", "Lobby")]
    [InlineData("lobby", "")]
    [InlineData("room:{room}", "room")]
    [InlineData("room:{room}", "rooms:a")]
    [InlineData("room:{room}:{thread}", "room:a")]
    [InlineData("room:{room}:{thread}", "room::1")]
    [InlineData("room:{room}:typing", "room:a:typing:more")]
    [InlineData("room:{room}:typing", "room::typing")]
    [InlineData("room:{room}:typing", "room:a:typin")]
    public void Match_OfAnotherTopic_Fails(string pattern, string topic)
    {
        TopicPattern parsed = TopicPattern.Parse(pattern);

        Assert.False(parsed.TryMatch(topic, new string[parsed.ParameterCount]));
    }

    // Each value has exactly one text form, so that two topics never mean the same value.
    [Theory]
    [InlineData("{id:int}", "007")]
    [InlineData("{id:int}", "+7")]
    [InlineData("{id:int}", "-0")]
    [InlineData("{id:int}", " 7")]
    [InlineData("{id:int}", "7 ")]
    [InlineData("{id:int}", "7.0")]
    [InlineData("{id:int}", "1,000")]
    [InlineData("{id:int}", "٧")]
    [InlineData("{id:int}", "a")]
    [InlineData("{id:int}", "")]
    [InlineData("{id:int}", "2147483648")]
    [InlineData("{id:long}", "9223372036854775808")]
    [InlineData("{id:long}", "00")]
    [InlineData("{id:guid}", "0F8FAD5B-D9CB-469F-A165-70867728950E")]
    [InlineData("{id:guid}", "{0f8fad5b-d9cb-469f-a165-70867728950e}")]
    [InlineData("{id:guid}", "0f8fad5bd9cb469fa16570867728950e")]
    [InlineData("{id:guid}", "")]
    public void Match_OfTypedValueInAnotherForm_Fails(string pattern, string topic) =>
        Assert.False(TopicPattern.Parse(pattern).TryMatch(topic, new string[1]));

    [Fact]
    public void TypedValues_RoundTrip()
    {
        Assert.Equal(int.MinValue, TopicPattern.ToInt32(TopicPattern.ToText(int.MinValue)));
        Assert.Equal(long.MinValue, TopicPattern.ToInt64(TopicPattern.ToText(long.MinValue)));
        Assert.Equal(Guid.Parse(Id), TopicPattern.ToGuid(TopicPattern.ToText(Guid.Parse(Id))));
        Assert.Equal(Id, TopicPattern.ToText(Guid.Parse(Id)));
    }

    [Fact]
    public void Format_OfEmptyInnerValue_NamesIt()
    {
        TopicFormatException e = Assert.Throws<TopicFormatException>(() => TopicPattern.Parse("room:{room}:{thread}").Format("", "1"));

        Assert.Equal("The value of 'room' in topic pattern 'room:{room}:{thread}' is empty. Only the value of a last parameter can be empty.", e.Message);
    }

    [Fact]
    public void Format_OfInnerValueWithSeparator_NamesBoth()
    {
        TopicFormatException e = Assert.Throws<TopicFormatException>(() => TopicPattern.Parse("room:{room}:{thread}").Format("a:b", "1"));

        Assert.Equal(
            "The value 'a:b' of 'room' in topic pattern 'room:{room}:{thread}' contains ':', which ends the value. Only the value of a last parameter can contain it.",
            e.Message);
    }

    // 'a:' and '::' make 'a:::1', where the separator is found one character too early.
    [Theory]
    [InlineData("{room}::{thread}", "a:", "::")]
    [InlineData("{room}aba{thread}", "xab", "aba")]
    public void Format_OfInnerValueThatRunsIntoItsSeparator_IsRefused(string pattern, string value, string separator)
    {
        TopicFormatException e = Assert.Throws<TopicFormatException>(() => TopicPattern.Parse(pattern).Format(value, "1"));

        Assert.Equal(
            $"The value '{value}' of 'room' in topic pattern '{pattern}' together with the '{separator}' after it contains '{separator}' too early. Only the value of a last parameter can contain it.",
            e.Message);
    }

    [Theory]
    [InlineData]
    [InlineData("a", "b")]
    public void Format_WithWrongNumberOfValues_Throws(params string[] values)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => TopicPattern.Parse("room:{room}").Format(values));

        Assert.Contains($"has 1 parameters, but {values.Length} values", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pattern_IsKeptAsWritten()
    {
        TopicPattern pattern = TopicPattern.Parse("room:{room}:{id:int}");

        Assert.Equal("room:{room}:{id:int}", pattern.Pattern);
        Assert.Equal("room:{room}:{id:int}", pattern.ToString());
        Assert.Equal(2, pattern.ParameterCount);
    }
}
