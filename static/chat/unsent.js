/** The messages of this tab to which there is no answer yet; they outlive a reload, and stay their writer's. */
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

  /** What was written on a blank page belongs to the conversation that it has begun. */
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
