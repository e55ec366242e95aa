// Names for what Django's scripts make without one.

// An empty box that suggests values is named by its placeholder. Its value is no text box of its own.
for (const box of document.querySelectorAll("select.admin-autocomplete")) {
  box.dataset.placeholder = box.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";
}
globalThis.django?.jQuery?.(() => {
  for (const value of document.querySelectorAll(".select2-selection__rendered")) {
    value.removeAttribute("role");
    value.removeAttribute("aria-readonly");
  }
});

// The icons of the boxes for permissions have labels, which are not read without a role.
addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) icon.setAttribute("role", "img");
});
