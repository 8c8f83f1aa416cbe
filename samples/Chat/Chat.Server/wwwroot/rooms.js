// Which room this tab is in (the address says so), and which ones it has seen.

const seenKey = "chat.rooms";

export const current = () => clean(new URLSearchParams(location.search).get("room")) || "lobby";

export const clean = (name) => (name ?? "").trim().replace(/^#+/, "").replace(/\s+/g, "-").slice(0, 40);

export const address = (room) => `?room=${encodeURIComponent(room)}`;

export function remember(room) {
  const seen = [room, ...all().filter((other) => other !== room)].slice(0, 8);
  try {
    localStorage.setItem(seenKey, JSON.stringify(seen));
  } catch {
    // Private windows may not store anything; the list is then only this room.
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
