using System.Reflection;
using Channels.Typed.Generators.Reading;
using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Reading;

public class KnownTypeNamesTests
{
    public static TheoryData<string> Names =>
    [
        .. typeof(KnownTypeNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => (string)constant.GetRawConstantValue()!),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_IsThatOfAnExistingType(string name)
    {
        GeneratorRun run = GeneratorRun.Start("");

        Assert.Contains(new[] { "", "`1", "`2" }, arity => run.Input.GetTypeByMetadataName(name + arity) is not null);
    }
}
