/** Moments told as people tell them. `chatbot/pages/phrases.py` says the same for the server's part. */

const MINUTE = 60_000;
const DAY = 86_400_000;
const formats = new Map();

function partsOf(moment, timeZone) {
  if (!formats.has(timeZone)) {
    const options = { timeZone, hourCycle: "h23", weekday: "long", year: "numeric", month: "short" };
    const format = new Intl.DateTimeFormat("en-GB", { ...options, day: "numeric", hour: "2-digit", minute: "2-digit" });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(formats.get(timeZone).formatToParts(moment).map(({ type, value }) => [type, value]));
  return { ...parts, month: parts.month.slice(0, 3), clock: `${parts.hour}:${parts.minute}` };
}

/** Days since 1970 of the calendar day that it is in that time zone. */
function dayNumber(moment, timeZone) {
  const text = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

export function clock(iso, timeZone) {
  return partsOf(new Date(iso), timeZone).clock;
}

/** "Today 19:00", "Overdue · yesterday"; a day's first or last minute stands for the day itself. */
export function duePhrase(iso, timeZone, now = new Date()) {
  const due = new Date(iso);
  const parts = partsOf(due, timeZone);
  const days = dayNumber(due, timeZone) - dayNumber(now, timeZone);
  const day = dayPhrase(parts, days, partsOf(now, timeZone).year);
  const text = ["00:00", "23:59"].includes(parts.clock) ? day : `${day} ${parts.clock}`;
  if (due < now) return { state: "overdue", text: `Overdue · ${days > -2 ? text[0].toLowerCase() + text.slice(1) : text}` };
  return { state: days === 0 ? "today" : "later", text };
}

/** "until today 19:00": how long something waits. */
export function untilPhrase(iso, timeZone, now = new Date()) {
  const moment = new Date(Math.max(Date.parse(iso), now));
  const { text } = duePhrase(moment, timeZone, now);
  return `until ${/^To(day|morrow)/.test(text) ? text[0].toLowerCase() + text.slice(1) : text}`;
}

function dayPhrase({ weekday, day, month, year }, days, thisYear) {
  if (days === 0) return "Today";
  if (days === 1) return "Tomorrow";
  if (days === -1) return "Yesterday";
  if (days > 1 && days < 7) return weekday;
  return year === thisYear ? `${day} ${month}` : `${day} ${month} ${year}`;
}

/** 0.1 s, 1.2 s, 12 s, 1 min 5 s */
export function duration(milliseconds) {
  const tenths = Math.max(1, Math.round(milliseconds / 100));
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export { MINUTE };
