using Channels.Typed.Generators.Diagnostics;
using Channels.Typed.Generators.Model;
using Channels.Typed.Topics;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Reads the topic pattern of a contract, with the parser that is used at run time.</summary>
internal static class TopicReader
{
    public static EquatableArray<TopicParameterModel> Read(string pattern, string contract, Location location, List<Problem> problems)
    {
        try
        {
            var parameters = new List<TopicParameterModel>();
            foreach (TopicSegment segment in TopicPatternParser.Parse(pattern))
            {
                if (segment.IsParameter)
                {
                    var parameter = new TopicParameterModel(segment.Text, segment.Type);
                    if (!ReservedNames.CanBeTopicParameter(GeneratedNames.Property(parameter), GeneratedNames.Topic(contract)))
                    {
                        throw new TopicFormatException(
                            $"Topic pattern '{pattern}' has a parameter named '{segment.Text}', but every topic has a member of this name. "
                            + "Choose another name.");
                    }

                    parameters.Add(parameter);
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
