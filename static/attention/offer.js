import { say } from "../site/dom.js";

/** A quiet line that offers notifications, after something was missed. It comes once, whatever the answer is. */
export function offer(choice) {
  if (document.querySelector("[data-notification-offer]")) return;
  const line = document.createElement("div");
  Object.assign(line, { className: "offer", role: "status" });
  line.dataset.notificationOffer = "";
  const text = document.createElement("p");
  text.textContent = say("Something happened while you were away.");
  line.append(
    text,
    button(say("Notify me next time"), () => choice.turnOn()),
    button(say("No, thanks"), () => choice.turnOff()),
  );
  line.addEventListener("click", ({ target }) => target.matches("button") && line.remove());
  document.getElementById("main").prepend(line);
}

function button(text, onClick) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: "link-button", textContent: text });
  element.addEventListener("click", onClick);
  return element;
}
