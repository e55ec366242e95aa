const YEAR = 31_536_000;

/** The server reads the cookie, so that no page flashes in the wrong theme. Other tabs follow. */
export function startTheme() {
  const root = document.documentElement;
  const icon = document.querySelector("[data-theme-form] use");
  const device = matchMedia("(prefers-color-scheme: dark)");

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : device.matches);
  const draw = () => icon?.setAttribute("href", isDark() ? "#i-sun" : "#i-moon");
  const tellOthers = () => localStorage.setItem("theme", root.dataset.theme ?? "");

  icon?.closest("form").addEventListener("submit", (event) => {
    event.preventDefault();
    root.dataset.theme = isDark() ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=${YEAR}; samesite=lax`;
    tellOthers();
    draw();
  });
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== "theme") return;
    if (newValue) root.dataset.theme = newValue;
    else delete root.dataset.theme;
    draw();
  });
  device.addEventListener("change", draw);
  tellOthers(); // the settings page may have changed it
  draw();
}
