namespace Channels.Typed.Client.Tests.Model;

/// <summary>One step of a schedule. Each kind uses the three numbers for its own choices, modulo the number of choices.</summary>
internal readonly record struct Step(StepKind Kind, int A, int B, int C)
{
    // How often each kind occurs.
    private static readonly (StepKind Kind, int Weight)[] Weights =
    [
        (StepKind.Connect, 3), (StepKind.Accept, 12), (StepKind.Refuse, 3), (StepKind.Drop, 3), (StepKind.ServerClose, 2),
        (StepKind.Silence, 1), (StepKind.KeepAlive, 2), (StepKind.Hold, 3), (StepKind.Release, 5), (StepKind.Reply, 24),
        (StepKind.ReplyLate, 3), (StepKind.Event, 8), (StepKind.Crash, 4), (StepKind.Close, 3), (StepKind.Push, 14), (StepKind.Send, 4),
        (StepKind.Cancel, 3), (StepKind.Join, 14), (StepKind.Leave, 5), (StepKind.Disconnect, 2), (StepKind.DisposeChannel, 2),
        (StepKind.RunTimer, 8), (StepKind.PassTime, 6),
    ];

    private static readonly StepKind[] Kinds = [.. Weights.SelectMany(static entry => Enumerable.Repeat(entry.Kind, entry.Weight))];

    public static Step[] Schedule(Random random, int count)
    {
        var steps = new Step[count];
        for (int i = 0; i < count; i++)
        {
            // Each schedule ends by disposing the socket. It rarely happens earlier.
            StepKind kind = random.Next(400) == 0 ? StepKind.DisposeSocket : Kinds[random.Next(Kinds.Length)];
            steps[i] = new Step(kind, random.Next(1 << 20), random.Next(1 << 20), random.Next(1 << 20));
        }

        return steps;
    }

    public override string ToString() => $"new({nameof(StepKind)}.{Kind}, {A}, {B}, {C}),";
}
