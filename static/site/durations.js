const point = globalThis.document?.documentElement.lang === "de" ? "," : ".";

/** Formats durations as `chatbot/formatting/durations.py` does: 0.1 s, 1.2 s, 12 s, 1 min 5 s */
export function duration(milliseconds) {
  const tenths = Math.max(1, Math.round(milliseconds / 100));
  if (tenths < 100) return `${Math.floor(tenths / 10)}${point}${tenths % 10} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
