import { Choice } from "../attention/choice.js";
import { follow } from "../live/follow.js";
import { hook, say, setText } from "../site/dom.js";

/** The settings: a switch for the notifications of this browser. */
const root = document.querySelector("[data-settings-page]");
const box = hook(root, "notifications");
const choice = new Choice(root.dataset.userId);

function draw() {
  box.checked = choice.isOn;
  box.disabled = !Choice.isPossible || Notification.permission === "denied";
  setText(hook(root, "notifications-note"), !Choice.isPossible ? say("This browser has none.") : box.disabled ? say("Your browser blocks them. Allow notifications for this site in the browser's own settings.") : "");
}

box.addEventListener("change", async () => {
  if (box.checked) await choice.turnOn();
  else choice.turnOff();
  draw();
});
draw();

follow(root, { onEvent: () => {}, onReset: () => {} });
