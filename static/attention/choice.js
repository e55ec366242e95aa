/** Whether this browser notifies a person: their own choice, and the browser's permission. */
export class Choice {
  #key;

  constructor(userId) {
    this.#key = `notifications:${userId}`;
  }

  /** Only secure origins have notifications, and the locks that make them one for all tabs. */
  static get isPossible() {
    return "Notification" in globalThis && navigator.locks !== undefined;
  }

  get isOn() {
    return Choice.isPossible && Notification.permission === "granted" && localStorage.getItem(this.#key) === "on";
  }

  /** Has the person not been asked yet? */
  get isOpen() {
    return Choice.isPossible && Notification.permission !== "denied" && localStorage.getItem(this.#key) === null;
  }

  /** Asks the browser for permission, which needs a click. Resolves to whether it is given. */
  async turnOn() {
    localStorage.setItem(this.#key, "on");
    return (await Notification.requestPermission()) === "granted";
  }

  turnOff() {
    localStorage.setItem(this.#key, "off");
  }
}
