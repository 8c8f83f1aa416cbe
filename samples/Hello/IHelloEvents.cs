namespace Hello;

/// <summary>The events of the channel: this server sends none.</summary>
public interface IHelloEvents;
