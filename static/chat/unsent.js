/** Messages of this tab whose request has no response yet. They survive a reload, and belong to one account. */
export class Unsent {
  #store;

  constructor(userId) {
    this.#store = `unsent:${userId}`;
  }

  of(conversation) {
    return this.#all.filter((message) => message.conversation === conversation);
  }

  add(message) {
    this.#all = [...this.#all, message];
  }

  remove({ key }) {
    this.#all = this.#all.filter((message) => message.key !== key);
  }

  /** Messages of a blank page belong to the conversation that they have started. */
  open(conversation) {
    this.#all = this.#all.map((message) => (message.conversation ? message : { ...message, conversation }));
  }

  get #all() {
    return JSON.parse(sessionStorage.getItem(this.#store) ?? "[]");
  }

  set #all(messages) {
    if (messages.length) sessionStorage.setItem(this.#store, JSON.stringify(messages));
    else sessionStorage.removeItem(this.#store);
  }
}
