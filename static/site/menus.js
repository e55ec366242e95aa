/** An open menu closes when something else is clicked or focused, and with Escape, which focuses its button again. */
export function startMenus() {
  const open = () => document.querySelector("details.menu[open]");
  const leave = ({ target }) => {
    const menu = open();
    if (menu && !menu.contains(target)) menu.open = false;
  };
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);
  document.addEventListener("keydown", ({ key }) => {
    const menu = open();
    if (!menu || key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
