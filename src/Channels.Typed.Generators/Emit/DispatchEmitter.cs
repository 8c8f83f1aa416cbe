using System.Text;
using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the dispatch: finds the method of an event by the length and then the bytes of its UTF-8 name.</summary>
internal static class DispatchEmitter
{
    public static void Emit(SourceWriter writer, HandlerModel handler)
    {
        ContractModel contract = handler.Contract;
        writer.Line();
        writer.Lines($"""
            {Code.Generated}
            {Code.ValueTask} {Code.Services}IChannelHandler.JoinAsync({Code.Services}InboundCall call) =>
                {Call(handler, contract.Join)};
            """);

        EmitSwitch(
            writer,
            "HandleInAsync",
            "InboundCall",
            "UnknownEvent",
            contract.Methods.Select(method => (method.EventName, Call(handler, method))));

        EmitSwitch(
            writer,
            "HandleOutAsync",
            "OutboundCall",
            "Unchanged",
            contract.Events.Where(@event => @event.IsIntercepted).Select(@event => (@event.EventName, Call(contract, @event))));
    }

    /// <summary>Emits members that only make a broken handler compile. They throw.</summary>
    public static void EmitStubs(SourceWriter writer)
    {
        EmitThrow("void", "Attach(global::Channels.Typed.AspNetCore.ChannelContext context)");
        EmitThrow(Code.ValueTask, $"JoinAsync({Code.Services}InboundCall call)");
        EmitThrow(Code.ValueTask, $"HandleInAsync({Code.Services}InboundCall call)");
        EmitThrow(Code.ValueTask, $"HandleOutAsync({Code.Services}OutboundCall call)");

        void EmitThrow(string type, string method)
        {
            writer.Line();
            writer.Lines($"{type} {Code.Services}IChannelHandler.{method} => throw new global::System.NotSupportedException();");
        }
    }

    private static void EmitSwitch(
        SourceWriter writer, string method, string call, string otherwise, IEnumerable<(string EventName, string Code)> cases)
    {
        writer.Line();
        writer.Lines(Code.Generated);
        writer.Open($"{Code.ValueTask} {Code.Services}IChannelHandler.{method}({Code.Services}{call} call)");
        IGrouping<int, (string EventName, string Code)>[] lengths =
            [.. cases.GroupBy(@case => Encoding.UTF8.GetByteCount(@case.EventName)).OrderBy(group => group.Key)];
        if (lengths.Length > 0)
        {
            writer.Open("switch (call.Event.Length)");
            foreach (IGrouping<int, (string EventName, string Code)> length in lengths)
            {
                writer.Lines($"case {length.Key}:");
                foreach ((string eventName, string code) in length)
                {
                    writer.Lines($$"""
                            if (global::System.MemoryExtensions.SequenceEqual(call.Event, {{GeneratedNames.Literal(eventName)}}u8))
                            {
                                return {{code}};
                            }

                        """);
                }

                writer.Lines("    break;");
            }

            writer.Close();
            writer.Line();
        }

        writer.Lines($"return call.{otherwise}();");
        writer.Close();
    }

    // The call goes through the interface, so that explicit implementations work too.
    private static string Call(HandlerModel handler, MethodModel method)
    {
        ContractModel contract = handler.Contract;
        string payload = method.Payload is null ? "" : $"call.Read({GeneratedNames.JsonInfo(contract, method.Payload.Type)})";
        string token = method.TokenName is null ? "" : "call.CancellationToken";
        string separator = payload.Length > 0 && token.Length > 0 ? ", " : "";
        string task = $"(({method.Interface})this).{GeneratedNames.Escape(method.Name)}({payload}{separator}{token})";
        return method.Shape switch
        {
            ReplyShape.Reply => $"call.Reply({task}, {Info(method.Ok)}, {Info(method.Error!)})", // Error is not null here.
            ReplyShape.Value => $"call.Reply({task}, {Info(method.Ok)})",
            ReplyShape.None => $"call.NoReply({task})",
            _ => $"call.Reply({task})",
        };

        string Info(TypeRef type) => GeneratedNames.JsonInfo(contract, type);
    }

    private static string Call(ContractModel contract, EventModel @event)
    {
        string name = GeneratedNames.OutEvent(contract, @event);
        if (@event.Payload is null)
        {
            return $"call.Push({name}, Intercept{@event.BaseName}Async())";
        }

        string info = GeneratedNames.JsonInfo(contract, @event.Payload.Type);
        return $"call.Push({name}, Intercept{@event.BaseName}Async(call.Read({info})), {info})";
    }
}
