namespace Channels.Typed.Interop.Tests.Application;

/// <summary>
/// What the interop application promises, event by event, as conversations of clients "a", "b" and so on. A client joins "room:@" or "bench:@"
/// with ref "1", where @ is different in each run; its pushes have the refs "2", "3" and so on, and "gets ok" means the reply to the last of
/// them. Messages in full are of version 2.0.0; for version 1.0.0 they are translated.
/// </summary>
internal static class Conversations
{
    /// <summary>Those that mean the same in both versions and over both transports.</summary>
    public static IReadOnlyDictionary<string, string> OfAll { get; } = new Dictionary<string, string>
    {
        ["bench: join takes any payload"] = """
            a sends ["1","1","bench:@","phx_join",[1]]
            a gets ["1","1","bench:@","phx_reply",{"response":{},"status":"ok"}]
            b sends ["1","1","bench:@","phx_join",null]
            b gets ["1","1","bench:@","phx_reply",{"response":{},"status":"ok"}]
            c sends ["1","1","bench:@","phx_join","text"]
            c gets ["1","1","bench:@","phx_reply",{"response":{},"status":"ok"}]
            """,
        ["bench: echo"] = """
            a joins bench
            a sends echo {"a":[1,null,"é"],"b":{"c":1.50}}
            a gets ok {"a":[1,null,"é"],"b":{"c":1.50}}
            a sends echo [1,2]
            a gets ok [1,2]
            a sends echo "text"
            a gets ok "text"
            a sends echo 5
            a gets ok 5
            a sends echo true
            a gets ok true
            a sends echo null
            a gets ok null
            """,
        ["bench: shout"] = """
            a joins bench
            b joins bench
            a sends shout {"n":1}
            a gets broadcast shout {"n":1}
            b gets broadcast shout {"n":1}
            """,
        ["bench: shout_from"] = """
            a joins bench
            b joins bench
            a sends shout_from {"n":1}
            b gets broadcast shout_from {"n":1}
            """,
        ["bench: cast"] = """
            a joins bench
            a sends cast {}
            a sends cast [1]
            """,
        ["bench: shout of no object"] = """
            a joins bench
            a sends shout [1]
            a gets crash
            """,
        ["bench: shout_from of no object, with somebody"] = """
            a joins bench
            b joins bench
            a sends shout_from "text"
            a gets crash
            """,
        ["bench: shout_from of no object, alone"] = """
            a joins bench
            a sends shout_from "text"
            a sends echo {}
            a gets ok {}
            """,
        ["bench: unknown event"] = """
            a joins bench
            a sends nonsense {}
            a gets crash
            """,
        ["bench: exact"] = """
            a sends ["1","1","exact","phx_join",{}]
            a gets ["1","1","exact","phx_reply",{"response":{},"status":"ok"}]
            a sends ["1","2","exact","echo",{"n":1}]
            a gets ["1","2","exact","phx_reply",{"response":{"n":1},"status":"ok"}]
            """,
        ["topics that nobody serves"] = """
            a sends ["1","1","roomx","phx_join",{}]
            a gets [null,"1","roomx","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["2","2","exact:more","phx_join",{}]
            a gets [null,"2","exact:more","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["3","3","","phx_join",{}]
            a gets [null,"3","","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["4","4","phoenix","phx_join",{}]
            a gets [null,"4","phoenix","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["5","5","Room:@","phx_join",{}]
            a gets [null,"5","Room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            """,
        ["topics with a rest of any kind"] = """
            a sends ["1","1","room:","phx_join",{}]
            a gets ["1","1","room:","phx_reply",{"response":{"room":"","nick":null},"status":"ok"}]
            a sends ["2","2","room:@:x/é *","phx_join",{}]
            a gets ["2","2","room:@:x/é *","phx_reply",{"response":{"room":"@:x/é *","nick":null},"status":"ok"}]
            """,
        ["not joined"] = """
            a sends ["1","1","room:@","echo",{}]
            a gets [null,"1","room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["1","2","room:@","phx_leave",{}]
            a gets ["1","2","room:@","phx_reply",{"response":{},"status":"ok"}]
            a sends ["1","3","room:@","phx_close",{}]
            a gets [null,"3","room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["1","4","room:@",7,{}]
            a gets [null,"4","room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            """,
        ["room: join with a nick"] = """
            a sends ["1","1","room:@","phx_join",{"nick":"ann","more":[1]}]
            a gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":"ann"},"status":"ok"}]
            """,
        ["room: join with nicks of other kinds"] = """
            a sends ["1","1","room:@","phx_join",{"nick":5}]
            a gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":5},"status":"ok"}]
            b sends ["1","1","room:@","phx_join",{"nick":{"x":[1]}}]
            b gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":{"x":[1]}},"status":"ok"}]
            c sends ["1","1","room:@","phx_join",{"nick":false}]
            c gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":false},"status":"ok"}]
            """,
        ["room: join with null"] = """
            a sends ["1","1","room:@","phx_join",null]
            a gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            """,
        ["room: join without nick is refused, and tried again"] = """
            a sends ["1","1","room:@","phx_join",{"nick":""}]
            a gets ["1","1","room:@","phx_reply",{"response":{"reason":"nick required"},"status":"error"}]
            a sends ["1","2","room:@","echo",{}]
            a gets [null,"2","room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["3","3","room:@","phx_join",{"nick":"ann"}]
            a gets ["3","3","room:@","phx_reply",{"response":{"room":"@","nick":"ann"},"status":"ok"}]
            """,
        ["room: joins that raise"] = """
            a sends ["1","1","room:@","phx_join",{"raise":true,"nick":""}]
            a gets ["1","1","room:@","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]
            a sends ["2","2","room:@","phx_join",[]]
            a gets ["2","2","room:@","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]
            a sends ["3","3","room:@","phx_join","text"]
            a gets ["3","3","room:@","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]
            a sends ["4","4","room:@","phx_join",5]
            a gets ["4","4","room:@","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]
            a sends ["5","5","room:@","phx_join",false]
            a gets ["5","5","room:@","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]
            a sends ["6","6","room:@","phx_join",{"raise":"true"}]
            a gets ["6","6","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            """,
        ["room: greeting"] = """
            a sends ["1","1","room:@","phx_join",{"nick":"ann","greet":true}]
            a gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":"ann"},"status":"ok"}]
            a gets push greeting {"hello":"ann"}
            b sends ["1","1","room:@","phx_join",{"greet":0}]
            b gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            b gets push greeting {"hello":null}
            c sends ["1","1","room:@","phx_join",{"greet":false}]
            c gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            d sends ["1","1","room:@","phx_join",{"greet":null}]
            d gets ["1","1","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            """,
        ["room: new_msg"] = """
            a joins room
            b joins room
            a sends new_msg {"text":"hi"}
            a gets broadcast new_msg {"text":"hi"}
            a gets ok {"sent":true}
            b gets broadcast new_msg {"text":"hi"}
            """,
        ["room: new_msg of no object"] = """
            a joins room
            b joins room
            a sends new_msg [1]
            a gets crash
            """,
        ["room: new_msg_from"] = """
            a joins room
            b joins room
            a sends new_msg_from {"text":"hi"}
            a gets ok {"sent":true}
            b gets broadcast new_msg {"text":"hi"}
            """,
        ["room: new_msg_from of no object, with somebody"] = """
            a joins room
            b joins room
            a sends new_msg_from 5
            a gets crash
            """,
        ["room: new_msg_from of no object, alone"] = """
            a joins room
            a sends new_msg_from 5
            a gets ok {"sent":true}
            """,
        ["room: whisper"] = """
            a joins room
            b joins room
            a sends whisper {"n":1}
            a gets push whisper {"n":1}
            a sends whisper_reply {"n":2}
            a gets push whisper {"n":2}
            a gets ok {"pushed":true}
            """,
        ["room: private"] = """
            a joins room {"nick":"ann"}
            b joins room {"nick":"bob"}
            c joins room {"nick":"ann"}
            a sends private {"from":"eve","text":"psst"}
            b gets push private {"text":"psst","from":"ann","to":"bob"}
            a sends echo {}
            a gets ok {}
            """,
        ["room: private without nicks"] = """
            a joins room
            b joins room {"nick":5}
            a sends private {}
            b gets push private {"from":null,"to":5}
            b sends private {"n":1}
            a gets push private {"n":1,"from":5,"to":null}
            """,
        ["room: private of no object"] = """
            a joins room
            a sends private []
            a gets crash
            """,
        ["room: private of null"] = """
            a joins room
            a sends private null
            a gets crash
            """,
        ["room: replies"] = """
            a joins room
            a sends error_reply {}
            a gets error {"reason":"nope"}
            a sends bare_reply {}
            a gets ok {}
            a sends bare_error {}
            a gets error {}
            a sends custom_reply {"n":1}
            a gets custom {"n":1}
            a sends custom_reply [1]
            a gets custom [1]
            a sends noreply {}
            a sends echo {"n":1}
            a gets ok {"n":1}
            a sends echo null
            a gets ok null
            """,
        ["room: slow"] = """
            a joins room
            a sends slow {"ms":1}
            a gets ok {"slept":1}
            a sends slow {"ms":0}
            a gets ok {"slept":0}
            a sends slow {}
            a gets ok {"slept":null}
            a sends slow null
            a gets ok {"slept":null}
            a sends slow {"ms":false}
            a gets ok {"slept":false}
            a sends slow {"ms":null}
            a gets ok {"slept":null}
            """,
        ["room: slow holds its own topic up"] = """
            a joins room
            a sends slow {"ms":50}
            a sends ["1","9","room:@","echo",{"n":1}]
            a gets ok {"slept":50}
            a gets ["1","9","room:@","phx_reply",{"response":{"n":1},"status":"ok"}]
            """,
        ["room: slow with text for ms"] = """
            a joins room
            a sends slow {"ms":"1"}
            a gets crash
            """,
        ["room: slow with a negative ms"] = """
            a joins room
            a sends slow {"ms":-1}
            a gets crash
            """,
        ["room: slow with a fraction of ms"] = """
            a joins room
            a sends slow {"ms":1.5}
            a gets crash
            """,
        ["room: slow with true for ms"] = """
            a joins room
            a sends slow {"ms":true}
            a gets crash
            """,
        ["room: slow of an array"] = """
            a joins room
            a sends slow [1]
            a gets crash
            """,
        ["room: async"] = """
            a joins room
            a sends async {"n":1}
            a gets ok {"async":{"n":1}}
            a sends async [1]
            a gets ok {"async":[1]}
            """,
        ["room: async without ref"] = """
            a joins room
            a sends [null,null,"room:@","async",{}]
            a gets crash
            """,
        ["room: async, then the end"] = """
            a joins room
            a sends async {}
            a sends stop {}
            a gets ok {"bye":true}
            a gets close
            """,
        ["room: join_ref"] = """
            a joins room
            a sends join_ref {}
            a gets ok {"join_ref":"1","id":null}
            """,
        ["room: crash"] = """
            a joins room
            b joins room
            a sends crash {}
            a gets crash
            a sends ["1","3","room:@","echo",{}]
            a gets [null,"3","room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            b sends echo {}
            b gets ok {}
            """,
        ["room: exit"] = """
            a joins room
            a sends exit {}
            a gets crash
            """,
        ["room: throw"] = """
            a joins room
            a sends throw {}
            a gets crash
            """,
        ["room: bad_return"] = """
            a joins room
            a sends bad_return {}
            a gets crash
            """,
        ["room: unknown event"] = """
            a joins room
            a sends nonsense {}
            a gets crash
            """,
        ["room: event that is no text"] = """
            a joins room
            a sends [null,"2","room:@",5,{}]
            a gets crash
            """,
        ["room: phx_close of a client"] = """
            a joins room
            a sends phx_close {}
            a gets crash
            """,
        ["room: phx_error of a client"] = """
            a joins room
            a sends phx_error {}
            a gets crash
            """,
        ["room: phx_reply of a client"] = """
            a joins room
            a sends phx_reply {}
            a gets crash
            """,
        ["room: stop"] = """
            a joins room
            a sends stop {}
            a gets ok {"bye":true}
            a gets close
            a sends ["1","3","room:@","echo",{}]
            a gets [null,"3","room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            """,
        ["room: stop_noreply"] = """
            a joins room
            a sends stop_noreply {}
            a gets close
            """,
        ["room: stop_shutdown"] = """
            a joins room
            a sends stop_shutdown {}
            a gets close
            """,
        ["room: stop_boom"] = """
            a joins room
            a sends stop_boom {}
            a gets ok {"bye":true}
            a gets crash
            """,
        ["room: stop_later"] = """
            a joins room
            a sends stop_later {}
            a gets ok {}
            a gets close
            """,
        ["room: bin without bytes"] = """
            a joins room
            a sends bin {"n":1}
            a gets ok {"not_binary":{"n":1}}
            a sends bin null
            a gets ok {"not_binary":null}
            """,
        ["room: bin_error without bytes"] = """
            a joins room
            a sends bin_error {}
            a gets crash
            """,
        ["room: bin_len without bytes"] = """
            a joins room
            a sends bin_len {}
            a gets crash
            """,
        ["room: disconnect without an id"] = """
            a joins room
            a sends disconnect {}
            a gets crash
            """,
        ["room: endpoint_broadcast"] = """
            a joins room
            b joins bench
            a sends endpoint_broadcast {"topic":"bench:@","event":"news","payload":{"n":1}}
            a gets ok {}
            b gets broadcast news {"n":1}
            a sends endpoint_broadcast {"topic":"room:@","event":"news"}
            a gets broadcast news {}
            a gets ok {}
            a sends endpoint_broadcast {"topic":"bench:@","event":"news","payload":null}
            a gets ok {}
            b gets broadcast news {}
            a sends endpoint_broadcast {"topic":"bench:@","event":"news","payload":false}
            a gets ok {}
            b gets broadcast news {}
            a sends endpoint_broadcast {"topic":"nobody:@","event":"news","payload":{}}
            a gets ok {}
            """,
        ["room: endpoint_broadcast of an intercepted event"] = """
            a joins room {"nick":"ann"}
            b joins bench
            b sends ["2","2","room:@","phx_join",{"nick":"bob"}]
            b gets ["2","2","room:@","phx_reply",{"response":{"room":"@","nick":"bob"},"status":"ok"}]
            b sends ["2","3","room:@","endpoint_broadcast",{"topic":"room:@","event":"private","payload":{"from":"bob"}}]
            b gets ["2","3","room:@","phx_reply",{"response":{},"status":"ok"}]
            a gets push private {"from":"bob","to":"ann"}
            """,
        ["room: endpoint_broadcast without topic"] = """
            a joins room
            a sends endpoint_broadcast {"event":"news"}
            a gets crash
            """,
        ["room: endpoint_broadcast with a number for event"] = """
            a joins room
            a sends endpoint_broadcast {"topic":"room:@","event":5}
            a gets crash
            """,
        ["room: endpoint_broadcast of no object"] = """
            a joins room
            a sends endpoint_broadcast {"topic":"room:@","event":"news","payload":[1]}
            a gets crash
            """,
        ["room: endpoint_broadcast of no object to nobody"] = """
            a joins room
            a sends endpoint_broadcast {"topic":"nobody:@","event":"news","payload":[1]}
            a gets ok {}
            """,
        ["leave, twice, and join again"] = """
            a joins room
            b joins room
            a sends phx_leave {}
            a gets ok {}
            a gets close
            a sends ["1","3","room:@","phx_leave",{}]
            a gets ["1","3","room:@","phx_reply",{"response":{},"status":"ok"}]
            b sends new_msg {}
            b gets broadcast new_msg {}
            b gets ok {"sent":true}
            a sends ["4","4","room:@","phx_join",{}]
            a gets ["4","4","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            """,
        ["heartbeat and other messages to phoenix"] = """
            a sends [null,"7","phoenix","heartbeat",{}]
            a gets [null,"7","phoenix","phx_reply",{"response":{},"status":"ok"}]
            a sends [null,8,"phoenix","heartbeat",null]
            a gets [null,8,"phoenix","phx_reply",{"response":{},"status":"ok"}]
            a sends [null,"9","phoenix","other",{}]
            a gets [null,"9","phoenix","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends [null,"10","phoenix","phx_leave",{}]
            a gets [null,"10","phoenix","phx_reply",{"response":{},"status":"ok"}]
            """,
        ["refs of all kinds"] = """
            a joins bench
            a sends [null,6,"bench:@","echo",{}]
            a gets ["1",6,"bench:@","phx_reply",{"response":{},"status":"ok"}]
            a sends [null,null,"bench:@","echo",{}]
            a gets ["1",null,"bench:@","phx_reply",{"response":{},"status":"ok"}]
            a sends [null,{"r":[1]},"bench:@","echo",{}]
            a gets ["1",{"r":[1]},"bench:@","phx_reply",{"response":{},"status":"ok"}]
            a sends [null,"","bench:@","echo",{}]
            a gets ["1","","bench:@","phx_reply",{"response":{},"status":"ok"}]
            """,
    };

    /// <summary>Those that need join refs of the client's choice, so version 2.0.0.</summary>
    public static IReadOnlyDictionary<string, string> OfVersion2 { get; } = new Dictionary<string, string>
    {
        ["stale join refs"] = """
            a joins room
            a sends ["9","2","room:@","echo",{}]
            a sends [1,"3","room:@","echo",{}]
            a sends ["","4","room:@","echo",{}]
            a sends ["9","5","room:@","phx_leave",{}]
            a sends [null,"6","room:@","echo",{}]
            a gets ["1","6","room:@","phx_reply",{"response":{},"status":"ok"}]
            """,
        ["no join ref at the join"] = """
            a sends [null,"5","room:@","phx_join",{"greet":true}]
            a gets [null,"5","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            a gets ["5",null,"room:@","greeting",{"hello":null}]
            a sends [null,"6","room:@","join_ref",{}]
            a gets ["5","6","room:@","phx_reply",{"response":{"join_ref":"5","id":null},"status":"ok"}]
            a sends ["5","7","room:@","echo",{}]
            a sends [null,"8","room:@","stop",{}]
            a gets ["5","8","room:@","phx_reply",{"response":{"bye":true},"status":"ok"}]
            a gets [null,null,"room:@","phx_close",{}]
            """,
        ["numbers as refs"] = """
            a sends [1,2,"room:@","phx_join",{}]
            a gets [1,2,"room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            a sends [1,3,"room:@","join_ref",{}]
            a gets [1,3,"room:@","phx_reply",{"response":{"join_ref":1,"id":null},"status":"ok"}]
            a sends ["1",4,"room:@","echo",{}]
            a sends [1,5,"room:@","crash",{}]
            a gets [1,1,"room:@","phx_error",{"reason":"channel_crash"}]
            """,
        ["joined again"] = """
            a joins room
            a sends ["2","2","room:@","phx_join",{"greet":1}]
            a gets ["2","2","room:@","phx_reply",{"response":{"room":"@","nick":null},"status":"ok"}]
            a gets ["1","1","room:@","phx_close",{}]
            a gets ["2",null,"room:@","greeting",{"hello":null}]
            a sends ["1","3","room:@","echo",{}]
            a sends ["4","4","room:@","phx_join",{"nick":""}]
            a gets ["4","4","room:@","phx_reply",{"response":{"reason":"nick required"},"status":"error"}]
            a gets ["2","2","room:@","phx_close",{}]
            a sends ["2","5","room:@","echo",{}]
            a gets [null,"5","room:@","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            """,
        ["topics that are no text"] = """
            a sends ["1","1",5,"phx_join",{}]
            a gets [null,"1",5,"phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["1","2",null,"echo",{}]
            a gets [null,"2",null,"phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]
            a sends ["1","3",true,"phx_leave",{}]
            a gets ["1","3",true,"phx_reply",{"response":{},"status":"ok"}]
            """,
        ["more elements than five"] = """
            a joins bench
            a sends ["1","2","bench:@","echo",{"n":1},"x",{"y":[]}]
            a gets ["1","2","bench:@","phx_reply",{"response":{"n":1},"status":"ok"}]
            """,
        ["room: whisper of no object"] = """
            a joins room
            a sends whisper null
            a gets crash
            """,
        ["room: whisper_reply of no object"] = """
            a joins room
            a sends whisper_reply "text"
            a gets crash
            """,
    };

    /// <summary>What version 1.0.0 alone lets pass: pushes of any JSON, and no bytes.</summary>
    public static IReadOnlyDictionary<string, string> OfVersion1 { get; } = new Dictionary<string, string>
    {
        ["room: whisper of no object"] = """
            a joins room
            a sends whisper null
            a gets push whisper null
            a sends whisper_reply [1]
            a gets push whisper [1]
            a gets ok {"pushed":true}
            """,
        ["room: bytes for a client"] = """
            a joins room
            a sends push_bin {}
            a gets crash
            """,
        ["room: a broadcast of bytes"] = """
            a joins room
            a sends broadcast_bin {}
            a gets crash
            """,
    };
}
