using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Channels.Typed.Topics;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads the topic pattern of a contract with the parser that the runtime uses.</summary>
internal static class TopicReader
{
    public static EquatableArray<TopicParameterModel> Read(string pattern, Location location, List<Problem> problems)
    {
        try
        {
            var parameters = new List<TopicParameterModel>();
            foreach (TopicSegment segment in TopicPatternParser.Parse(pattern))
            {
                if (segment.IsParameter)
                {
                    parameters.Add(new TopicParameterModel(segment.Text, segment.Type));
                }
            }

            return new EquatableArray<TopicParameterModel>([.. parameters]);
        }
        catch (TopicFormatException e)
        {
            problems.Add(new Problem(Descriptors.TopicPatternIsWrong, location, e.Message));
            return default;
        }
    }
}
