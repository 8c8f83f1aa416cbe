// The user of this tab. Stored per tab, so that a reload or another room does not ask again, and two tabs can be two users.

const nickKey = "chat.nick";
const sessionKey = "chat.session";

export const nick = () => sessionStorage.getItem(nickKey) ?? "";

export const remember = (nick) => sessionStorage.setItem(nickKey, nick);

export const forget = () => sessionStorage.removeItem(nickKey);

// With this the tab gets its nick back while the server has not noticed yet that the old connection is lost.
export function session() {
  let session = sessionStorage.getItem(sessionKey);
  if (!session) {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    session = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem(sessionKey, session);
  }

  return session;
}
