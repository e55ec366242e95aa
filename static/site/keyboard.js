const SMALLEST = 120; // pixels; less is a bar of the browser

/**
 * Keeps the page above a virtual keyboard in browsers that draw it over the page (Safari ignores `interactive-widget`): the
 * style sheet takes `--keyboard` off the page's height.
 */
export function keepAboveKeyboard(viewport = globalThis.visualViewport) {
  if (!viewport) return;
  const draw = () => {
    const covered = viewport.scale === 1 ? innerHeight - viewport.height : 0;
    const isShown = covered >= SMALLEST;
    document.documentElement.style.setProperty("--keyboard", isShown ? `${Math.round(covered)}px` : "0px");
    if (isShown) scrollTo(0, 0); // Safari scrolls the page to the field; it is in sight already
  };
  viewport.addEventListener("resize", draw);
}
