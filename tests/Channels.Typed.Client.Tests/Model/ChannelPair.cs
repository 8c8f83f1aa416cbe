using System.Text;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A channel of the client beside the one of the model.</summary>
internal sealed class ChannelPair
{
    private readonly List<string> _notifications = [];
    private int _compared;

    public ChannelPair(ModelClient client, ChannelSocket socket, string topic)
    {
        Model = new ModelChannel(client, topic);
        client.Channels.Add(Model);
        Real = socket.CreateChannel(topic);
        _ = Real.OnStateChanged(change => Notify($"{change.PreviousState} {change.State} {change.Reason}"));
        _ = Real.OnRejoined(reply => Notify($"rejoined {reply.Status} {Encoding.UTF8.GetString(reply.Response.Span)}"));
        _ = Real.OnAnyEvent((name, payload) => Notify(payload.IsBinary ? name + " as bytes" : name));
    }

    public ModelChannel Model { get; }

    public IClientChannel Real { get; }

    /// <summary>What differs, or is still to come.</summary>
    public string? Difference()
    {
        lock (_notifications)
        {
            for (; _compared < Math.Min(_notifications.Count, Model.Notifications.Count); _compared++)
            {
                if (_notifications[_compared] != Model.Notifications[_compared])
                {
                    throw new ScheduleException($"{Model.Topic} was told '{_notifications[_compared]}' instead of '{Model.Notifications[_compared]}'");
                }
            }

            if (_notifications.Count != Model.Notifications.Count)
            {
                return $"{Model.Topic} was told {string.Join(", ", _notifications.Skip(_compared))} and not {string.Join(", ", Model.Notifications.Skip(_compared))}";
            }
        }

        return Real.State != Model.State ? $"{Model.Topic} is {Real.State} and not {Model.State}"
            : Real.Closed.IsCompleted != Model.IsEnded ? $"{Model.Topic}: Closed is {Real.Closed.Status}, and that it has ended is {Model.IsEnded}"
            : null;
    }

    private ValueTask Notify(string what)
    {
        lock (_notifications)
        {
            _notifications.Add(what);
        }

        return default;
    }
}
