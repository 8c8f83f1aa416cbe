using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the generated part of a handler class: typed members, declarations of interceptors, and dispatch.</summary>
internal static class HandlerEmitter
{
    private const string AspNetCore = "global::Channels.Typed.AspNetCore.";

    public static string Emit(HandlerModel handler)
    {
        SourceWriter writer = SourceWriter.Start(handler.Namespace);
        foreach (string containing in handler.ContainingTypes)
        {
            writer.Open(containing);
        }

        writer.Open($"{handler.Declaration} : {Code.Services}IChannelHandler");
        EmitDescriptor(writer, handler);
        EmitMembers(writer, handler);
        foreach (MethodModel method in handler.Contract.Methods)
        {
            EmitDefer(writer, handler.Contract, method);
        }

        foreach (EventModel @event in handler.Contract.Events.Where(@event => @event.IsIntercepted))
        {
            EmitInterceptor(writer, @event);
        }

        if (handler.IsBroken)
        {
            DispatchEmitter.EmitStubs(writer);
        }
        else
        {
            EmitAttach(writer, handler.Contract);
            DispatchEmitter.Emit(writer, handler);
        }

        return writer.End();
    }

    private static void EmitDescriptor(SourceWriter writer, HandlerModel handler)
    {
        ContractModel contract = handler.Contract;
        const string Type = Code.Services + "HandlerDescriptor";
        string descriptor = GeneratedNames.Qualify(contract, GeneratedNames.Contract(contract));
        string intercepts = string.Join(
            ", ", contract.Events.Where(@event => @event.IsIntercepted).Select(@event => GeneratedNames.OutEvent(contract, @event)));
        string events = string.Join(", ", contract.Methods.Select(method => GeneratedNames.InEvent(contract, method)));
        string creation = handler.IsBroken
            ? "throw new global::System.NotSupportedException()"
            : $"new {handler.Name}({string.Join(", ", handler.Services.Select(Resolve))})";
        writer.Lines($$"""
            static {{Type}} {{Code.Services}}IChannelHandler.Descriptor { get; } = new {{Type}}(
                {{GeneratedNames.Literal(handler.Name)}},
                {{descriptor}}.Load(),
                new {{Code.Services}}EventName[] { {{intercepts}} },
                {{(handler.Services.Count > 0 ? "true" : "false")}},
                static services => {{creation}},
                new {{Code.Services}}EventName[] { {{events}} }{{(handler.Rules.Count == 0 ? ");" : ",")}}
            """);
        if (handler.Rules.Count > 0)
        {
            EmitRules(writer, handler);
        }
    }

    private static void EmitRules(SourceWriter writer, HandlerModel handler)
    {
        writer.Lines("    static rules =>\n    {");
        foreach (RuleModel rule in handler.Rules)
        {
            writer.Lines($"        rules.Add({rule.Attribute}{(rule.EventName is { } name ? ", " + GeneratedNames.Literal(name) : "")});");
        }

        // The client expects no reply to these events, so an event over its rate limit is dropped without a reply.
        foreach (MethodModel method in handler.Contract.Methods.Where(method => method.Shape == ReplyShape.None))
        {
            writer.Lines($"        rules.On({GeneratedNames.Literal(method.EventName)}).WithoutReply();");
        }

        writer.Lines("    });");
    }

    // The index makes the pattern variables distinct: two services of one constructor may have the same simple name, or the same type.
    private static string Resolve(ServiceModel service, int index)
    {
        const string Provider = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.";
        const string KeyedProvider = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.";
        string type = service.Type.FullName;
        return (service.Key, service.Default) switch
        {
            (null, null) => $"{Provider}GetRequiredService<{type}>(services)",
            (null, _) => $"services.GetService(typeof({type})) is {type} service{index} ? service{index} : {service.Default}",
            (_, null) => $"{KeyedProvider}GetRequiredKeyedService<{type}>(services, {service.Key})",
            _ => $"{KeyedProvider}GetKeyedService<{type}>(services, {service.Key})",
        };
    }

    private static void EmitMembers(SourceWriter writer, HandlerModel handler)
    {
        string publisher = GeneratedNames.Qualify(handler.Contract, GeneratedNames.Publisher(handler.Contract));
        string topic = GeneratedNames.Qualify(handler.Contract, GeneratedNames.Topic(handler.Contract));
        EmitMember(
            writer,
            handler,
            "Context",
            "Gets the channel: its socket, when it ends, and how to stop it.",
            $"{AspNetCore}ChannelContext",
            "{ get; set; } = null!;");
        EmitMember(writer, handler, "Topic", "Gets the topic.", topic, "{ get; set; }");
        EmitTarget("Broadcast", "Sends events to all subscribers of the topic, including this channel's client.");
        EmitTarget("BroadcastFrom", "Sends events to all subscribers of the topic except this channel's client.");
        EmitTarget("Push", "Sends events to this channel's client only.");

        void EmitTarget(string scope, string summary) => EmitMember(
            writer,
            handler,
            scope,
            summary + " Sending throws until the join has been answered.",
            publisher,
            $"=> new {publisher}(Context, {Code.Services}EventScope.{scope});");
    }

    private static void EmitMember(SourceWriter writer, HandlerModel handler, string name, string summary, string type, string body)
    {
        if (handler.Withheld.Contains(name))
        {
            return;
        }

        writer.Line();
        writer.Lines($"""
            /// <summary>{summary}</summary>
            {Code.Generated}
            private {type} {name} {body}
            """);
    }

    private static void EmitDefer(SourceWriter writer, ContractModel contract, MethodModel method)
    {
        if (method.Shape != ReplyShape.Reply)
        {
            return;
        }

        string types = $"<{method.Ok.FullName}, {method.Error!.FullName}>"; // Error is not null here.
        writer.Line();
        writer.Lines($"""
            /// <summary>Defers the reply to the current message: return the result from '{method.Name}' and complete it later.</summary>
            {Code.Generated}
            private {AspNetCore}DeferredReply{types} Defer{method.BaseName}() =>
                Context.Defer{types}({GeneratedNames.JsonInfo(contract, method.Ok)}, {GeneratedNames.JsonInfo(contract, method.Error)});
            """);
    }

    private static void EmitInterceptor(SourceWriter writer, EventModel @event)
    {
        string result = @event.Payload is null ? "bool" : @event.Payload.Type.FullName.TrimEnd('?') + "?";
        string parameter = @event.Payload is null ? "" : $"{@event.Payload.Type.FullName} {GeneratedNames.Escape(@event.Payload.Name)}";
        string signature = $"{Code.ValueTask}<{result}> Intercept{@event.BaseName}Async({parameter})";
        string dropping = @event.Payload is null ? "False" : "Null";
        writer.Line();
        writer.Lines($"""
            /// <summary>Called for each broadcast of '{@event.Name}' before it is sent to this channel's client. {dropping} drops it for this client.</summary>
            {Code.Generated}
            private partial {signature};
            """);
    }

    private static void EmitAttach(SourceWriter writer, ContractModel contract)
    {
        writer.Line();
        writer.Lines(Code.Generated);
        writer.Open($"void {Code.Services}IChannelHandler.Attach({AspNetCore}ChannelContext context)");
        string topic = GeneratedNames.Qualify(contract, GeneratedNames.Topic(contract));
        writer.Lines($"Context = context;\nTopic = {topic}.Parse(context.Topic);");
        writer.Close();
    }
}
