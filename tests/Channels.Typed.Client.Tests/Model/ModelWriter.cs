namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// The frames that wait for the writer of the connection, which may be slow. A push keeps its slot until the writer takes its frame.
/// </summary>
internal sealed class ModelWriter(ModelClient client)
{
    private readonly Queue<ModelFrame> _waiting = [];
    private readonly List<ModelCall> _unflushed = [];
    private ModelFrame? _held;

    /// <summary>Gets or sets a value indicating whether the network is blocked.</summary>
    public bool IsHeld { get; set; }

    public bool Has(ModelCall push) => _waiting.Any(frame => frame.Pending?.Push == push);

    public void Add(ModelFrame frame) => _waiting.Enqueue(frame);

    /// <summary>Unblocks the network.</summary>
    public void Release()
    {
        IsHeld = false;
        if (_held is not null)
        {
            client.Frames.Add(_held);
            _held = null;
        }
    }

    /// <summary>Writes as many frames as possible. Called after each step and each timer.</summary>
    public void Run()
    {
        while (_held is null && _waiting.TryDequeue(out ModelFrame? frame))
        {
            if (frame.Pending?.Push is { } push)
            {
                client.Pushes.ReleaseSlot(push);
                if (push.Outcome is not null)
                {
                    continue;
                }

                _unflushed.Add(push);
            }

            if (IsHeld)
            {
                _held = frame;
            }
            else
            {
                client.Frames.Add(frame);
            }
        }

        if (_held is null)
        {
            _unflushed.ForEach(client.Pushes.OnWritten);
            _unflushed.Clear();
        }
    }

    /// <summary>The connection has ended: the waiting frames are dropped.</summary>
    public void Discard()
    {
        IsHeld = false;
        _held = null;
        _unflushed.Clear();
        while (_waiting.TryDequeue(out ModelFrame? frame))
        {
            if (frame.Pending?.Push is { } push)
            {
                client.Pushes.ReleaseSlot(push);
            }
        }
    }
}
