namespace Channels.Typed.Generators.Tests.Harness;

/// <summary>A contract with outcomes of every kind, and methods that contain a switch over them.</summary>
internal static class SwitchSources
{
    public const string Contract = """

        [Channel("x")]
        public partial interface IX : IChannel<IE>
        {
            [Join] Task<Reply<Done, Refused>> JoinAsync();
            [HandleIn] Task<Reply<Done, Denied>> Deny();
            [HandleIn] ValueTask<Reply<IAny, Plain>> Any();
            [HandleIn] Task<Reply<Done, Open>> Open();
        }

        public interface IE { }
        public record Done(int Id);
        public record Plain(string Reason);

        // Closed by its constructor.
        public abstract record Refused
        {
            private Refused() { }
            public sealed record Empty : Refused;
            public sealed record TooLong(int Max, bool IsHard, string? Note, DayOfWeek Day, int[] List) : Refused
            {
                public void Deconstruct(out int max, out bool isHard) => (max, isHard) = (Max, IsHard);
            }
            public record Taken : Refused;
        }

        public record LateTaken : Refused.Taken;

        // Closed by the derived types that JSON declares, and one of them by its constructor.
        [JsonDerivedType(typeof(Full), "full")]
        [JsonDerivedType(typeof(Banned), "banned")]
        public abstract class Denied { }
        public sealed class Full : Denied { }
        public abstract class Banned : Denied
        {
            private protected Banned() { }
            public sealed class ForNow : Banned { }
            public sealed class Forever : Banned { }
        }

        [JsonDerivedType(typeof(First), 1)]
        [JsonDerivedType(typeof(Second), 2)]
        public interface IAny { }
        public sealed class First : IAny { }
        public sealed class Second : IAny { }

        // Open: any class can derive from it.
        public abstract class Open { }
        public sealed class OpenOne : Open { }

        // Closed, but not an outcome of a contract.
        public abstract record Shape
        {
            private Shape() { }
            public sealed record Sheet : Shape;
        }

        [JsonDerivedType(typeof(Square))]
        [JsonDerivedType(typeof(Circle))]
        public abstract class Figure { }
        public sealed class Square : Figure { }
        public sealed class Circle : Figure { }

        """;

    private const string Parameters =
        "Reply<Done, Refused> reply, Reply<Done, Plain> plain, Reply<Done, Plain>? absent, ReplyKind kind, Refused refused, Refused? maybe, Denied denied, IAny any, Open open, Figure shape, int number";

    public static string Expression(string expression) =>
        $"{Contract}static class C\n{{\n    static int M({Parameters}) => {expression};\n}}\n";

    public static string Statement(string statement) =>
        $"{Contract}static class C\n{{\n    static void M({Parameters})\n    {{\n        {statement}\n    }}\n}}\n";
}
