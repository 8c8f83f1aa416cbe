namespace Channels.Typed.Client.Events;

/// <summary>Something for a pump, handed over outside the gate since the pump may have no room; nothing if there is no pump.</summary>
internal readonly record struct EventDelivery(EventPump? Pump, EventItem Item);
