const YEAR = 31_536_000;

/** The server reads the cookie, so that no page flashes in the wrong theme. */
export function startTheme() {
  const form = document.querySelector("[data-theme-form]");
  if (!form) return;
  const icon = form.querySelector("use");
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : device.matches);
  const draw = () => icon.setAttribute("href", isDark() ? "#i-sun" : "#i-moon");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    root.dataset.theme = isDark() ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=${YEAR}; samesite=lax`;
    draw();
  });
  device.addEventListener("change", draw);
  draw();
}
