using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Writes the responses of a long-polling endpoint (protocol section "Body statuses").</summary>
internal static class LongPollResponse
{
    /// <summary>Writes the response to a POST, or a refusal.</summary>
    public static Task WriteStatusAsync(HttpContext context, int status) =>
        WriteAsync(context, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"status\":{status}}}")));

    /// <summary>Writes the response to a GET. A token is base64url text, so it needs no JSON escapes.</summary>
    public static Task WritePollAsync(HttpContext context, PollAnswer answer, string token)
    {
        byte[] end = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $",\"status\":{answer.Status},\"token\":\"{token}\"}}"));
        return WriteAsync(context, [.. "{\"messages\":"u8, .. answer.Messages.Span, .. end]);
    }

    /// <summary>Sets the response to a CORS preflight request.</summary>
    public static void Preflight(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlAllowMethods = "get, post, options";
        headers.AccessControlMaxAge = "3600";
        context.Response.ContentLength = 0;
    }

    /// <summary>Writes the whole body with its length in one call. If it does not throw, the network has taken all of it.</summary>
    private static Task WriteAsync(HttpContext context, byte[] json)
    {
        context.RequestAborted.ThrowIfCancellationRequested();
        HttpResponse response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = json.Length;
        return response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
