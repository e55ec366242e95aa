/**
 * The one way to say when: "tomorrow at 9:00". `chatbot/formatting` says the same on the server.
 * A moment is in ISO 8601; `settings` are { timeZone, hourCycle: "h12" or "h23" }.
 */

export const MINUTE = 60_000;
const DAY = 86_400_000;
const NEAR = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };
const formats = new Map();

/** "today at 9:00", "Friday at 9 am", "Fri 11 Dec at noon" */
export function relativeMoment(moment, settings, now = new Date()) {
  return `${relativeDay(moment, settings, now)} at ${clockTime(moment, settings)}`;
}

/** "tomorrow at 9:00"; the last minute of a day is the whole day: "tomorrow" */
export function relativeDue(due, settings, now = new Date()) {
  return (isWholeDay(due, settings) ? relativeDay : relativeMoment)(due, settings, now);
}

/** "Fri 11 Dec at 9:00", "Fri 11 Dec" */
export function absoluteDue(due, settings, now = new Date()) {
  const day = absoluteDay(due, settings, now);
  return isWholeDay(due, settings) ? day : `${day} at ${clockTime(due, settings)}`;
}

/** "yesterday", "today", "tomorrow", a weekday within six days, else a date */
export function relativeDay(moment, settings, now = new Date()) {
  const parts = partsOf(moment, settings);
  const days = (parts.midnight - partsOf(now, settings).midnight) / DAY;
  if (days in NEAR) return NEAR[days];
  return days > 1 && days < 7 ? parts.weekday : absoluteDay(moment, settings, now);
}

/** "Today at 19:00", "Overdue · yesterday", and the state of a task that is open */
export function dueLabel(due, settings, now = new Date()) {
  const words = relativeDue(due, settings, now);
  if (new Date(due) < now) return { text: `Overdue · ${words}`, state: "overdue" };
  const isToday = partsOf(due, settings).midnight === partsOf(now, settings).midnight;
  return { text: words[0].toUpperCase() + words.slice(1), state: isToday ? "today" : "later" };
}

/** 0.1 s, 1.2 s, 12 s, 1 min 5 s */
export function duration(milliseconds) {
  const tenths = Math.max(1, Math.round(milliseconds / 100));
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function absoluteDay(moment, settings, now) {
  const { weekday, day, month, year } = partsOf(moment, settings);
  const date = `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)}`;
  return year === partsOf(now, settings).year ? date : `${date} ${year}`;
}

function clockTime(moment, settings) {
  const { hour, minute } = partsOf(moment, settings);
  if (settings.hourCycle === "h23") return `${hour}:${minute}`;
  if (hour === 12 && minute === "00") return "noon";
  return `${((hour + 11) % 12) + 1}${minute === "00" ? "" : `:${minute}`} ${hour < 12 ? "am" : "pm"}`;
}

function isWholeDay(due, settings) {
  const { hour, minute } = partsOf(due, settings);
  return hour === 23 && minute === "59";
}

/** What calendar and clock of that time zone show; `midnight` is comparable with that of other moments. */
function partsOf(moment, { timeZone }) {
  const parts = Object.fromEntries(formatOf(timeZone).formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
  const { weekday, day, month, year } = parts;
  const midnight = Date.parse(`${day} ${month.slice(0, 3)} ${year} 00:00:00 GMT`);
  return { weekday, day, month, year, hour: Number(parts.hour), minute: parts.minute, midnight };
}

function formatOf(timeZone) {
  if (!formats.has(timeZone)) {
    const date = { weekday: "long", year: "numeric", month: "short", day: "numeric" };
    const clock = { hourCycle: "h23", hour: "2-digit", minute: "2-digit" };
    formats.set(timeZone, new Intl.DateTimeFormat("en-GB", { timeZone, ...date, ...clock }));
  }
  return formats.get(timeZone);
}
