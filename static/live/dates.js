const MINUTE = 60_000; // milliseconds

/** Calls `onStale()` when dates below the root have to be formatted again: on a new day, and when a task becomes due. */
export function watchDates(root, onStale) {
  const { timeZone } = document.querySelector(".app").dataset;
  const day = new Intl.DateTimeFormat("en-CA", { timeZone });
  let before = Date.now();
  setInterval(() => {
    const now = Date.now();
    const isNewDay = day.format(now) !== day.format(before);
    const dues = [...root.querySelectorAll("[data-due-at]")].map(({ dateTime }) => Date.parse(dateTime));
    const isDue = dues.some((due) => before < due && due <= now);
    before = now;
    if (isNewDay || isDue) onStale();
  }, MINUTE);
}
