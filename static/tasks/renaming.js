import { post } from "../live/forms.js";
import { hook, say } from "../site/dom.js";
import { formOf } from "./body.js";

const LONGEST = 255;

/**
 * Edits a row's title in its place: Enter and leaving the field save it, Escape does not. The field stays while the row is
 * drawn again (`data-added`).
 */
export function editTitle(row, { tell, offer }) {
  const main = row.querySelector(".task-main");
  if (main.querySelector(".task-rename")) return;
  const before = hook(row, "title").textContent;
  const field = Object.assign(document.createElement("input"), { className: "input task-rename", dir: "auto", maxLength: LONGEST, ariaLabel: say("Title"), value: before });
  field.dataset.added = "";
  main.append(field);
  field.select();

  let isLeft = false; // removing the field blurs it
  const leave = (focus) => {
    isLeft = true;
    field.remove();
    if (focus) hook(row, "title").focus();
  };
  const save = async (focus) => {
    const title = field.value.trim();
    leave(focus);
    if (!title || title === before) return;
    const { task } = row.dataset;
    const link = hook(row, "title");
    link.textContent = title;
    const response = await post(formOf({ title, seen: before }), null, tell, new URL("title/", link.href).href);
    const shown = document.getElementById(`task-${task}`) ?? link; // it may have been drawn again
    if (!response) return (shown.textContent = before);
    const { undo_url: address } = await response.json();
    if (address) offer(say("Renamed:"), title, address);
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") save(true);
    else leave(true);
  });
  field.addEventListener("blur", () => isLeft || save(false));
}
