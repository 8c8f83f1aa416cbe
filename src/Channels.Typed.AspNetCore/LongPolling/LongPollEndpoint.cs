using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Versions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// The long-polling endpoint of one mount (protocol section "Long polling"): finds the session of a request, or starts a new session.
/// </summary>
internal sealed class LongPollEndpoint(SocketMount mount, Func<string, SessionTokens> createTokens, LongPollNode node)
{
    private const string TokenHeader = "x-phoenix-longpoll-token";
    private const string TokenParameter = "token";
    private const string AuthTokenHeader = "X-Phoenix-AuthToken";

    private readonly ServerServices _services = mount.Services;
    private SessionTokens? _tokens;

    /// <summary>Maps the endpoint of a mount.</summary>
    public static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string pattern, string userSocket, SocketMount mount)
    {
        ServerServices services = mount.Services;
        IServiceProvider provider = endpoints.ServiceProvider;
        SessionTokens CreateTokens(string fullPattern) => new(
            provider.GetRequiredService<IDataProtectionProvider>(),
            fullPattern,
            userSocket,
            mount.Options.LongPoll.TokenMaxAge,
            services.Time);
        var endpoint = new LongPollEndpoint(mount, CreateTokens, provider.GetRequiredService<LongPollNode>());
        return endpoints.Map(pattern.TrimEnd('/') + "/longpoll", endpoint.HandleAsync)
            .WithDisplayName($"Channels {pattern} (long polling)");
    }

    public async Task HandleAsync(HttpContext context)
    {
        // This is set first, so that it is also on refusals: a script cannot react to a response that it is not allowed to read.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has aborted the request.
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (!mount.Options.CheckOrigin.IsAllowed(context))
        {
            _services.Telemetry.OnConnectRefused(ConnectRefusal.Origin);
            return LongPollResponse.WriteStatusAsync(context, PollStatus.Forbidden);
        }

        switch (context.Request.Method)
        {
            case var method when HttpMethods.IsGet(method):
                return PollAsync(context);
            case var method when HttpMethods.IsPost(method):
                return PostAsync(context);
            case var method when HttpMethods.IsOptions(method):
                LongPollResponse.Preflight(context);
                return Task.CompletedTask;
            default:
                _services.Telemetry.OnConnectRefused(ConnectRefusal.Method);
                return RefuseAsync(context, StatusCodes.Status400BadRequest);
        }
    }

    private async Task PollAsync(HttpContext context)
    {
        string? token = FindToken(context.Request);
        if (TokensFor(context).Read(token, context.User) is { } address && node.Find(address, mount.Options.LongPoll) is { } session)
        {
            PollAnswer answer = await session.PollAsync(context.RequestAborted);
            if (answer.Status != PollStatus.Gone)
            {
                await DeliverAsync(context, answer, token!); // Not null, because its address was read.
                return;
            }

            if (node.IsStopping)
            {
                // The official client reconnects after 410, and a load balancer then directs it to another server.
                await LongPollResponse.WritePollAsync(context, answer, token!);
                return;
            }
        }

        await StartSessionAsync(context);
    }

    /// <summary>Writes an answer to a poll. If the write fails, the messages go back to the session.</summary>
    private static async Task DeliverAsync(HttpContext context, PollAnswer answer, string token)
    {
        bool isDelivered = false;
        try
        {
            await LongPollResponse.WritePollAsync(context, answer, token);
            isDelivered = true;
        }
        finally
        {
            answer.Settle?.Invoke(isDelivered);
        }
    }

    // The pattern with the prefixes of all groups is known when the endpoint is built, after it was mapped.
    private SessionTokens TokensFor(HttpContext context) =>
        _tokens ??= createTokens((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");

    private async Task StartSessionAsync(HttpContext context)
    {
        if (ConnectParams.TryRead(context.Request) is not { } parameters)
        {
            _services.Telemetry.OnConnectRefused(ConnectRefusal.Params);
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        if (ProtocolVersion.Find(parameters) is not { } format)
        {
            _services.Telemetry.OnConnectRefused(ConnectRefusal.Version);
            await LongPollResponse.WriteStatusAsync(context, PollStatus.Forbidden);
            return;
        }

        if (node.IsStopping)
        {
            _services.Telemetry.OnConnectRefused(ConnectRefusal.Stopping);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        if (!node.TryReserve())
        {
            _services.Telemetry.OnConnectRefused(ConnectRefusal.TooManyConnections);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        if (!node.Addresses.TryTake(context.Connection.RemoteIpAddress, out IDisposable? place))
        {
            node.ReleaseReservation();
            _services.Telemetry.OnConnectRefused(ConnectRefusal.TooManyOfAddress);
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests);
            return;
        }

        if (await ConnectAsync(context, parameters, format, place) is { } address)
        {
            await LongPollResponse.WritePollAsync(context, PollAnswer.Gone, TokensFor(context).Create(address, context.User));
        }
        else
        {
            await LongPollResponse.WriteStatusAsync(context, PollStatus.Forbidden);
        }
    }

    /// <summary>Calls the user socket and starts a session; null if the user socket refuses.</summary>
    private async Task<SessionAddress?> ConnectAsync(
        HttpContext context, ConnectParams parameters, WireFormat format, IDisposable? place)
    {
        string? authToken = mount.Options.AuthToken && context.Request.Headers[AuthTokenHeader] is { Count: > 0 } header
            ? header.ToString()
            : null;
        var request = new ConnectContext(context, parameters, "longpoll", authToken, _services.Logger);
        bool isAccepted = false;
        try
        {
            ConnectResult result = await mount.ConnectAsync(context, request, TelemetryTags.LongPoll);
            isAccepted = result.IsAccepted;
            request.Socket.KeepPlace(place);
        }
        finally
        {
            if (!isAccepted)
            {
                place?.Dispose();
                node.ReleaseReservation();
            }
        }

        return isAccepted ? node.Add(mount, format.HasBinary ? WireFormat.V2TextOnly : format, request.Socket) : null;
    }

    private async Task PostAsync(HttpContext context)
    {
        if (TokensFor(context).Read(FindToken(context.Request), context.User) is not { } address
            || node.Find(address, mount.Options.LongPoll) is not { } session)
        {
            await LongPollResponse.WriteStatusAsync(context, PollStatus.Gone);
            return;
        }

        LongPollOptions options = mount.Options.LongPoll;
        if (node.Posts.TryEnter(address.Session, options.MaxPosts) is not { } turn)
        {
            _services.Telemetry.OnPostRejected();
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests);
            return;
        }

        try
        {
            // The body is read in its turn, so that a session has one body in memory.
            if (!await turn.WaitAsync(options.WindowTime, _services.Time, context.RequestAborted))
            {
                await LongPollResponse.WriteStatusAsync(context, PollStatus.Timeout);
                return;
            }

            try
            {
                await PassOnAsync(context, session, options);
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            node.Posts.Leave(address.Session, turn);
        }
    }

    /// <summary>Reads the body of a POST and passes its messages to the session.</summary>
    private static async Task PassOnAsync(HttpContext context, ILongPollSession session, LongPollOptions options)
    {
        if (await BodyReader.ReadAsync(context.Request, options.MaxBodyBytes, context.RequestAborted) is not { } body)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        using (body)
        {
            if (PostBody.Parse(context.Request.ContentType, body.Memory, options) is not { } entries)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest);
                return;
            }

            await LongPollResponse.WriteStatusAsync(context, await session.PostAsync(entries));
        }
    }

    private static Task RefuseAsync(HttpContext context, int statusCode)
    {
        context.Response.StatusCode = statusCode;
        return Task.CompletedTask;
    }

    // If the request has a token header, the query is ignored, even if the header's token is not valid. Newer clients send the header, so
    // that the token is not in the URL.
    private static string? FindToken(HttpRequest request)
    {
        if (request.Headers[TokenHeader] is { Count: > 0 } header)
        {
            return header.ToString();
        }

        return request.Query[TokenParameter] is { Count: > 0 } values ? values[^1] : null;
    }
}
