/** Closes an open menu when something else is clicked, and with Escape, which gives the focus back to its button. */
export function startMenus(root) {
  const open = () => root.querySelector("details.menu[open]");
  document.addEventListener("click", ({ target }) => {
    const menu = open();
    if (menu && target.closest("details.menu") !== menu) menu.open = false;
  });
  root.addEventListener("keydown", ({ key }) => {
    const menu = open();
    if (!menu || key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
