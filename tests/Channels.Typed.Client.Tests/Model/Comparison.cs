using System.Text;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// Compares the client with the model in everything that can be observed: frames, states, results of calls, what handlers received,
/// running timers, and the sizes of the client's tables.
/// </summary>
internal sealed class Comparison
{
    private readonly List<string> _notifications = [];
    private readonly ModelClient _model;
    private readonly ChannelSocket _socket;
    private readonly ModelServer _server;
    private readonly ServerScript _script;
    private readonly CountingClock _clock;
    private int _compared;

    public Comparison(ModelClient model, ChannelSocket socket, ModelServer server, ServerScript script, CountingClock clock)
    {
        (_model, _socket, _server, _script, _clock) = (model, socket, server, script, clock);
        socket.StateChanged += (_, change) =>
        {
            lock (_notifications)
            {
                _notifications.Add($"{change.State} {change.Reason}");
            }
        };
    }

    /// <summary>
    /// Returns the first difference, or <see langword="null"/> if there is none. A difference may also be something that the client
    /// has not done yet. Removes the calls that have completed from <paramref name="calls"/>.
    /// </summary>
    public string? Difference(IReadOnlyList<ChannelPair> channels, List<ModelCall> calls)
    {
        _script.ReadFrames();
        return _model.Frames.Count > 0 ? $"the client has not sent {_model.Frames[0]}"
            : _socket.State != _model.State ? $"the socket is {_socket.State}, expected {_model.State}"
            : _server.Attempts != (_model.IsAttempting ? 1 : 0) ? $"the client makes {_server.Attempts} attempts to connect"
            : !_script.IsReading ? "the client does not wait for the next message"
            : ConnectionDifference()
                ?? CallDifference(calls)
                ?? NotificationDifference()
                ?? channels.Select(static channel => channel.Difference()).FirstOrDefault(static what => what is not null)
                ?? TimerDifference(calls)
                ?? TableDifference();
    }

    private static string? Outcome(ModelCall call) => call.Task.Status switch
    {
        TaskStatus.Canceled => "canceled",
        TaskStatus.Faulted => call.Task.Exception!.InnerException switch
        {
            ChannelException e => e.Reason.ToString(),
            OperationCanceledException => "canceled",
            Exception e => e.GetType().Name,
            _ => "",
        },
        TaskStatus.RanToCompletion => call.Kind switch
        {
            StepKind.Connect => "connected",
            StepKind.Disconnect or StepKind.DisposeSocket => "closed",
            StepKind.Leave => "left",
            StepKind.Send => "sent",
            _ => ((Task<ReplyFrame>)call.Task).Result is var reply
                ? $"{reply.Status} {Encoding.UTF8.GetString(reply.Response.Span)}"
                : "",
        },
        _ => null,
    };

    private static string? CallDifference(List<ModelCall> calls)
    {
        for (int i = calls.Count - 1; i >= 0; i--)
        {
            ModelCall call = calls[i];
            string? outcome = Outcome(call);
            if (outcome != call.Outcome)
            {
                return $"the result of {call} is '{outcome}', expected '{call.Outcome}'";
            }

            if (outcome is not null)
            {
                calls.RemoveAt(i);
            }
        }

        return null;
    }

    private string? ConnectionDifference()
    {
        _ = _server.Connections.RemoveAll(static connection => connection.IsAborted);
        return _server.Connections.Count == _model.Closing.Count + (_model.IsConnected ? 1 : 0)
            ? null
            : $"{_server.Connections.Count} connections are open, and the model has {_model.Closing.Count} that wait for a close frame";
    }

    private string? NotificationDifference()
    {
        lock (_notifications)
        {
            for (; _compared < Math.Min(_notifications.Count, _model.Notifications.Count); _compared++)
            {
                if (_notifications[_compared] != _model.Notifications[_compared])
                {
                    throw new ScheduleException(
                        $"the socket reported '{_notifications[_compared]}', expected '{_model.Notifications[_compared]}'");
                }
            }

            return _notifications.Count == _model.Notifications.Count
                ? null
                : $"the socket reported {string.Join(", ", _notifications.Skip(_compared))}, "
                    + $"expected {string.Join(", ", _model.Notifications.Skip(_compared))}";
        }
    }

    private string? TimerDifference(List<ModelCall> calls)
    {
        long[] timers = _model.Timers(calls);
        long[] running = _clock.Running;
        return timers.AsSpan().SequenceEqual(running)
            ? null
            : $"at {_model.Now} timers are due at {string.Join(", ", running)}, expected {string.Join(", ", timers)}";
    }

    private string? TableDifference()
    {
        (int joined, int pending, int slots) = _socket.Engine.Counts;
        return joined != _model.Joined.Count ? $"the client's table has {joined} topics, expected {_model.Joined.Count}"
            : pending != _model.PendingCount ? $"{pending} frames wait for replies, expected {_model.PendingCount}"
            : slots != _model.Pushes.SlotCount ? $"{slots} pushes hold or wait for a slot, expected {_model.Pushes.SlotCount}"
            : null;
    }
}
