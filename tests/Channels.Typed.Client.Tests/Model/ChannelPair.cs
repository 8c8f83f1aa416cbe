using System.Text;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A channel of the client and the same channel in the model.</summary>
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

    /// <summary>Returns the first difference, or <see langword="null"/>.</summary>
    public string? Difference()
    {
        lock (_notifications)
        {
            for (; _compared < Math.Min(_notifications.Count, Model.Notifications.Count); _compared++)
            {
                if (_notifications[_compared] != Model.Notifications[_compared])
                {
                    throw new ScheduleException(
                        $"{Model.Topic} received '{_notifications[_compared]}', expected '{Model.Notifications[_compared]}'");
                }
            }

            if (_notifications.Count != Model.Notifications.Count)
            {
                return $"{Model.Topic} received {string.Join(", ", _notifications.Skip(_compared))}, "
                    + $"expected {string.Join(", ", Model.Notifications.Skip(_compared))}";
            }
        }

        return Real.State != Model.State ? $"{Model.Topic} is {Real.State}, expected {Model.State}"
            : Real.Closed.IsCompleted != Model.IsEnded
                ? $"the Closed task of {Model.Topic} is {Real.Closed.Status}, expected {(Model.IsEnded ? "completed" : "waiting")}"
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
