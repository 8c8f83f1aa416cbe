using System.Globalization;
using Channels.Typed.Soak;
using Channels.Typed.Soak.Attacks;
using Channels.Typed.Soak.Load;

// Channels.Typed.Soak <server program> [--minutes 5] [--clients 2000] [--seed 1]
// Channels.Typed.Soak <server program> --attacks [name]
string Option(string name, string usual) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : usual;
if (Array.IndexOf(args, "--attacks") is var attacks and >= 0)
{
    string name = string.Join(' ', args[(attacks + 1)..]);
    IAttack[] all =
    [
        new MailboxAttack(), new JoinAttack(), new RefAttack(), new NotReadingAttack(), new BroadcastAttack(), new PostAttack(),
        new UnpolledAttack(), new HungAttack(), new SlowLink(),
    ];
    int failed = 0;
    foreach (IAttack attack in all.Where(attack => name.Length == 0 || attack.Name == name))
    {
        failed += await new AttackRun(args[0], attack).RunAsync() ? 0 : 1;
    }

    Console.WriteLine($"{failed} attacks failed");
    return failed == 0 ? 0 : 1;
}

double minutes = double.Parse(Option("--minutes", "5"), CultureInfo.InvariantCulture);
int clients = int.Parse(Option("--clients", "2000"), CultureInfo.InvariantCulture);
int seed = int.Parse(Option("--seed", "1"), CultureInfo.InvariantCulture);

await using Server server = await Server.StartAsync(args[0]);
return await new SoakRun(server, clients, TimeSpan.FromMinutes(minutes), seed).RunAsync() ? 0 : 1;
