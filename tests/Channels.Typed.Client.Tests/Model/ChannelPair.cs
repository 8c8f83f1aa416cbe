using System.Text;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A channel of the client beside the one of the model.</summary>
internal sealed class Participant
{
    private readonly List<string> _told = [];
    private int _agreed;

    public Participant(ModelClient client, ChannelSocket socket, string topic)
    {
        Model = new ModelChannel(client, topic);
        client.Channels.Add(Model);
        Real = socket.CreateChannel(topic);
        _ = Real.OnStateChanged(change => Tell($"{change.PreviousState} {change.State} {change.Reason}"));
        _ = Real.OnRejoined(reply => Tell($"rejoined {reply.Status} {Encoding.UTF8.GetString(reply.Response.Span)}"));
        _ = Real.OnAnyEvent((name, payload) => Tell(payload.IsBinary ? name + " as bytes" : name));
    }

    public ModelChannel Model { get; }

    public IClientChannel Real { get; }

    /// <summary>What differs, or is still to come.</summary>
    public string? Difference()
    {
        lock (_told)
        {
            for (; _agreed < Math.Min(_told.Count, Model.Told.Count); _agreed++)
            {
                if (_told[_agreed] != Model.Told[_agreed])
                {
                    throw new ScheduleException($"{Model.Topic} was told '{_told[_agreed]}' instead of '{Model.Told[_agreed]}'");
                }
            }

            if (_told.Count != Model.Told.Count)
            {
                return $"{Model.Topic} was told {string.Join(", ", _told.Skip(_agreed))} and not {string.Join(", ", Model.Told.Skip(_agreed))}";
            }
        }

        return Real.State != Model.State ? $"{Model.Topic} is {Real.State} and not {Model.State}"
            : Real.Closed.IsCompleted != Model.IsEnded ? $"{Model.Topic}: Closed is {Real.Closed.Status}, and that it has ended is {Model.IsEnded}"
            : null;
    }

    private ValueTask Tell(string what)
    {
        lock (_told)
        {
            _told.Add(what);
        }

        return default;
    }
}
