import { aroundSwaps } from "../live/parts.js";

/** A part of a page whose script is loaded when it is first used. A load that has failed is tried again. */
export class Later {
  #load;
  #loading = null;

  /** `load()` resolves to the part. */
  constructor(load) {
    this.#load = load;
  }

  /** Call `then(part)`, in the order of the calls. */
  use(then) {
    this.#loading ??= this.#load();
    this.#loading.then(then, () => (this.#loading = null));
  }

  /** The same, but only if it was used before. */
  tell(then) {
    if (this.#loading) this.use(then);
  }
}

/** Load what starts something that few pages show, when it is first drawn. */
export function whenFirstSeen(root, selector, load) {
  const start = new Later(async () => (await load())(root));
  const look = () => root.querySelector(selector) && start.use(() => {});
  aroundSwaps(root, () => look);
  look();
}
