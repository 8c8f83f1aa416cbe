using System.Globalization;
using Channels.Typed.Soak;

// Channels.Typed.Soak <server program> [--minutes 5] [--clients 2000] [--seed 1]
string Option(string name, string usual) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : usual;
double minutes = double.Parse(Option("--minutes", "5"), CultureInfo.InvariantCulture);
int clients = int.Parse(Option("--clients", "2000"), CultureInfo.InvariantCulture);
int seed = int.Parse(Option("--seed", "1"), CultureInfo.InvariantCulture);

await using Server server = await Server.StartAsync(args[0]);
return await new SoakRun(server, clients, TimeSpan.FromMinutes(minutes), seed).RunAsync() ? 0 : 1;
