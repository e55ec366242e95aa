import { watchDates } from "../live/dates.js";
import { post } from "../live/forms.js";
import { aroundSwaps, refresh } from "../live/parts.js";

const LATE = 1000; // milliseconds, so that the time has surely passed on the server

/** Sends the forms of a part without leaving the page, and draws the part again when the time of one has passed. */
export const startToasts = (onProblem) => (part) => {
  let timer;
  const watch = () => {
    clearTimeout(timer);
    const left = [...part.querySelectorAll("[data-left]")].map(({ dataset }) => Number(dataset.left));
    if (left.length) timer = setTimeout(() => refresh(part), Math.min(...left) * 1000 + LATE);
  };
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    post(event.target, event.submitter, onProblem);
  });
  part.addEventListener("click", ({ target }) => target.closest("[data-dismiss]")?.closest("form").setAttribute("hidden", ""));
  aroundSwaps(part, () => watch);
  watchDates(part, () => refresh(part));
  watch();
};
