// Phoenix's own client, told what to do in JSON lines and telling in JSON lines what happens to it.

import { createInterface } from "node:readline";
import { Socket } from "phoenix";
import WebSocket from "ws";

const tell = (happening) => process.stdout.write(JSON.stringify(happening) + "\n");
const channels = new Map();
let socket;

const commands = {
  connect({ url }) {
    socket = new Socket(url, { transport: WebSocket, reconnectAfterMs: () => 50, rejoinAfterMs: () => 50 });
    socket.onOpen(() => tell({ on: "open" }));
    socket.onClose(({ code }) => tell({ on: "closed", code }));
    socket.connect();
  },

  join({ topic, payload }) {
    const channel = socket.channel(topic, payload);
    channels.set(topic, channel);
    channel.onMessage = (event, payload) => {
      if (!/^(phx_|chan_reply_)/.test(event)) tell({ on: "event", topic, event, payload });
      return payload;
    };
    channel.onError((reason) => tell({ on: "crashed", topic, isConnected: socket.isConnected(), reason: reason?.reason }));
    channel.onClose(() => tell({ on: "left", topic }));

    // Called again for each rejoin.
    channel.join()
      .receive("ok", (response) => tell({ on: "joined", topic, response }))
      .receive("error", (response) => {
        tell({ on: "refused", topic, response });
        channel.leave();
      })
      .receive("timeout", () => tell({ on: "join_timeout", topic }));
  },

  push({ topic, event, payload, timeout }) {
    const push = channels.get(topic).push(event, payload, timeout);
    for (const status of ["ok", "error", "timeout"]) {
      push.receive(status, (response) => tell({ on: "reply", topic, event, status, response }));
    }
  },

  leave({ topic }) {
    channels.get(topic).leave();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  commands[command.do](command);
}

process.exit(0);
