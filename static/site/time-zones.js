/** Which of the names of time zones is the browser's? Some browsers know it by an old name, such as Asia/Calcutta. */
export function ownTimeZone(names, own = canonical()) {
  return names.includes(own) ? own : names.find((name) => canonical(name) === own);
}

/** The browser's name of a time zone, or of its own; undefined if it does not know the zone. */
export function canonical(timeZone) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
