import { MINUTE, relativeDay, relativeMoment } from "./dates.js";
import { setText } from "./dom.js";

const WORDS = { moment: relativeMoment, day: relativeDay };

/** How the person of this page reads dates. */
export function dateSettings() {
  const { timeZone, hourCycle } = document.querySelector(".app").dataset;
  return { timeZone, hourCycle };
}

/** An element whose words stay right: "today at 9:00", and tomorrow "yesterday at 9:00". */
export function timeElement(moment) {
  const time = document.createElement("time");
  time.dataset.when = "moment";
  fillTime(time, moment);
  return time;
}

export function fillTime(time, moment) {
  time.dateTime = moment;
  setText(time, WORDS[time.dataset.when](moment, dateSettings()));
}

export function startTimes() {
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-when][datetime]")) fillTime(time, time.dateTime);
  }, MINUTE);
}
