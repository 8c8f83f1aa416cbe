using System.Diagnostics.CodeAnalysis;

namespace Chat.Terminal;

/// <summary>The program's arguments.</summary>
/// <param name="Url">The address of the chat's page.</param>
/// <param name="Room">The room.</param>
/// <param name="Nick">The nick.</param>
internal sealed record Arguments(Uri Url, string Room, string Nick)
{
    public const string Usage = "Usage: Chat.Console [--url http://localhost:5080] [--room lobby] [--nick <your name>]";

    /// <summary>Gets the address of the chat's socket.</summary>
    public Uri Socket => new(Url, "/socket");

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? problem)
    {
        string url = "http://localhost:5080";
        string room = "lobby";
        string nick = Environment.UserName;
        arguments = null;
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
            {
                problem = $"'{args[i]}' needs a value.";
                return false;
            }

            switch (args[i])
            {
                case "--url":
                    url = args[i + 1];
                    break;
                case "--room":
                    room = args[i + 1];
                    break;
                case "--nick":
                    nick = args[i + 1];
                    break;
                default:
                    problem = $"'{args[i]}' is not an option.";
                    return false;
            }
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            problem = $"'{url}' is not an address such as http://localhost:5080.";
            return false;
        }

        problem = null;
        arguments = new Arguments(address, room.TrimStart('#'), nick);
        return true;
    }
}
