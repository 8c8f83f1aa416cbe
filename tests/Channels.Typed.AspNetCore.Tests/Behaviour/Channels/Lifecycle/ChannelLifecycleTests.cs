using Channels.Typed.AspNetCore.Channels.Lifecycle;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels.Lifecycle;

/// <summary>The tables in the README of the folder Channels are what <see cref="ChannelLifecycle"/> does.</summary>
public sealed class ChannelLifecycleTests
{
    private const string Page = "src/Channels.Typed.AspNetCore/Channels/README.md";

    [Fact]
    public void Reply_HasTheEffectOfTheTable()
    {
        (string Phase, ChannelPhase Value, bool IsDetached)[] phases =
        [
            ("Joining", ChannelPhase.Joining, false),
            ("Joined", ChannelPhase.Joined, false),
            ("Joined, detached", ChannelPhase.Joined, true),
            ("Refused", ChannelPhase.Refused, false),
            ("Over", ChannelPhase.Over, false),
        ];

        IEnumerable<string> actual = phases.Select(phase =>
            $"{phase.Phase}: {Describe(phase.Value, isOk: true, phase.IsDetached)}, {Describe(phase.Value, isOk: false, phase.IsDetached)}");

        Assert.Equal(MarkdownTable.Read(Page, "Phase").Select(row => $"{row[0]}: {row[1]}, {row[2]}"), actual);

        static string Describe(ChannelPhase phase, bool isOk, bool isDetached) =>
            ChannelLifecycle.OnReply(phase, isOk, isDetached) switch
            {
                ReplyEffect.SendAndJoin => "SendAndJoin → Joined",
                ReplyEffect.SendAndRefuse => "SendAndRefuse → Refused",
                var effect => effect.ToString(),
            };
    }

    [Fact]
    public void End_OfAJoinedChannel_HasTheEffectsOfTheTable()
    {
        IEnumerable<string> actual = Enum.GetValues<ChannelEnd>().Where(end => end != ChannelEnd.Refused).Select(end =>
        {
            EndEffects effects = ChannelLifecycle.OnEnd(end, ChannelPhase.Joined);
            return $"{end}: {YesNo(effects.RepliesOk)}, {YesNo(effects.SendsClose)}, {effects.Terminate}, {YesNo(effects.SendsError)}";
        });

        Assert.Equal(
            MarkdownTable.Read(Page, "End").SkipLast(1).Select(row => $"{row[0]}: {row[1]}, {row[2]}, {row[3]}, {row[4]}"),
            actual);
    }

    [Fact]
    public void End_OfARefusedChannel_HasNoEffect()
    {
        EndEffects effects = ChannelLifecycle.OnEnd(ChannelEnd.Refused, ChannelPhase.Refused);

        Assert.Equal(default, effects);
        Assert.Equal(["Refused", "no", "no", "never", "no"], MarkdownTable.Read(Page, "End")[^1]);
    }

    [Fact]
    public void End_BeforeTheJoinSucceeded_CallsNoTerminate()
    {
        foreach (ChannelPhase phase in Enum.GetValues<ChannelPhase>().Where(phase => phase != ChannelPhase.Joined))
        {
            Assert.All(Enum.GetValues<ChannelEnd>(), end => Assert.Null(ChannelLifecycle.OnEnd(end, phase).Terminate));
        }
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
