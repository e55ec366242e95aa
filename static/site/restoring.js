import { post } from "../live/forms.js";
import { aroundSwaps, refresh } from "../live/parts.js";

const LATE = 1000; // milliseconds, so that the time has surely passed on the server

/** The buttons that restore chats; each is there until the chat is deleted for good. */
export function startRestoring(part, onProblem) {
  let timer;
  const watch = () => {
    clearTimeout(timer);
    const left = [...part.children].map(({ dataset }) => Number(dataset.left));
    if (left.length) timer = setTimeout(() => refresh(part), Math.min(...left) * 1000 + LATE);
  };
  aroundSwaps(part, () => watch);
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    post(event.target, event.submitter, onProblem);
  });
  part.addEventListener("click", ({ target }) => target.closest("[data-dismiss]")?.closest("form").setAttribute("hidden", ""));
  watch();
}
