const STORE = "unsent";

/** The messages of this tab to which there is no answer yet; they outlive a reload. */
export class Unsent {
  of(conversation) {
    return this.#all.filter((message) => message.conversation === conversation);
  }

  add(message) {
    this.#all = [...this.#all, message];
  }

  remove({ key }) {
    this.#all = this.#all.filter((message) => message.key !== key);
  }

  /** What was written on a blank page belongs to the conversation that it has begun. */
  open(conversation) {
    this.#all = this.#all.map((message) => (message.conversation ? message : { ...message, conversation }));
  }

  get #all() {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
  }

  set #all(messages) {
    if (messages.length) sessionStorage.setItem(STORE, JSON.stringify(messages));
    else sessionStorage.removeItem(STORE);
  }
}
