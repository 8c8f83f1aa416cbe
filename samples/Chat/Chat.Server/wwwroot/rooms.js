// The room of this tab (from the address), and the rooms that it was in.

const seenKey = "chat.rooms";

export const current = () => clean(new URLSearchParams(location.search).get("room")) || "lobby";

export const clean = (name) => (name ?? "").trim().replace(/^#+/, "").replace(/\s+/g, "-").slice(0, 40);

export const address = (room) => `?room=${encodeURIComponent(room)}`;

export function remember(room) {
  const seen = [room, ...all().filter((other) => other !== room)].slice(0, 8);
  try {
    localStorage.setItem(seenKey, JSON.stringify(seen));
  } catch {
    // A private window may refuse to store anything. Then the list is only this room.
  }
}

export function all() {
  try {
    const seen = JSON.parse(localStorage.getItem(seenKey) ?? "[]");
    return Array.isArray(seen) ? seen.filter((room) => typeof room === "string") : [];
  } catch {
    return [];
  }
}
