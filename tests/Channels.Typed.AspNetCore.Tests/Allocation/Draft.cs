namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>A payload with setters.</summary>
internal sealed class Draft
{
    public string? Text { get; set; }
}
