namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>A payload that is filled through its setters.</summary>
internal sealed class Draft
{
    public string? Text { get; set; }
}
