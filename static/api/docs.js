/* global SwaggerUIBundle */
import { csrfToken } from "../site/api.js";

const root = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");

/** Swagger UI has a dark theme of its own, by a class. */
function draw() {
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : device.matches;
  root.classList.toggle("dark-mode", isDark);
}

new MutationObserver(draw).observe(root, { attributeFilter: ["data-theme"] });
device.addEventListener("change", draw);
draw();

const place = document.querySelector("[data-api-docs]");
SwaggerUIBundle({
  url: place.dataset.apiDocs,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  docExpansion: "none",
  deepLinking: true,
  requestInterceptor(request) {
    request.headers["X-CSRFToken"] = csrfToken();
    return request;
  },
});
