/** Copies a new link. */
const button = document.querySelector("[data-copy-link]");
button?.addEventListener("click", async () => {
  const link = document.querySelector("[data-link]");
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copy it from the box";
  }
});
