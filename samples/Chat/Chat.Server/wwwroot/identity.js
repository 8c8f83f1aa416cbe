// Who this tab is. Kept for the tab, so that a reload or a change of rooms does not ask again, and two tabs can be two people.

const nickKey = "chat.nick";
const sessionKey = "chat.session";

export const nick = () => sessionStorage.getItem(nickKey) ?? "";

export const remember = (nick) => sessionStorage.setItem(nickKey, nick);

export const forget = () => sessionStorage.removeItem(nickKey);

// With it the server gives a nick back to the tab that had it, while it still waits for the old connection to end.
export function session() {
  let session = sessionStorage.getItem(sessionKey);
  if (!session) {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    session = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem(sessionKey, session);
  }

  return session;
}
