import { Notifications } from "../attention/notifications.js";
import { Title } from "../attention/title.js";
import { Actions } from "../live/actions.js";
import { watchDates } from "../live/dates.js";
import { addressOf, clone, hook, say, setText } from "../site/dom.js";
import { Later, whenFirstSeen } from "../site/later.js";
import { Toasts } from "../site/toasts.js";
import { TaskPanel } from "../tasks/panel.js";
import { Allowance } from "./allowance.js";
import { Announcer } from "./announcer.js";
import { Composer, isEnter } from "./composer.js";
import { ConnectionView } from "./connection.js";
import { ConversationList } from "./conversations.js";
import { startCopying } from "./copying.js";
import { startKeys } from "./keys.js";
import { ConversationNote } from "./note.js";
import { Reading } from "./reading.js";
import { Scroller } from "./scroll.js";
import { StopButton } from "./stop.js";
import { Transcript } from "./transcript.js";
import { CONVERSATION_UPDATED, MESSAGE_CREATED } from "../streaming/events.js";

/** The chat page: passes each event to the parts that it concerns. */
export class ChatPage {
  #root;
  #conversationId;
  #sendings = 0;
  #held = []; // events of other conversations, until it is known which one was just started here

  constructor(root) {
    const { conversationId } = root.dataset;
    this.#root = root;
    this.#conversationId = conversationId;
    this.announcer = new Announcer(root);
    this.connection = new ConnectionView(root);
    this.scroller = new Scroller(root);
    const onProblem = (text) => this.announcer.tell(text);
    this.list = new ConversationList(root, {
      current: conversationId,
      onDrawn: () => this.#listDrawn(),
      onProblem,
    });
    this.title = new Title(conversationId ? hook(root, "chat-title").textContent : "", this.list);
    document.addEventListener("htmx:finally:swap", () => this.title.draw()); // htmx has shown that of a response
    this.notifications = new Notifications(root.dataset.userId, this.list);
    this.toasts = new Toasts(root, onProblem);
    this.reading = new Reading((id) => this.list.refresh(id));
    this.note = new ConversationNote(root);
    this.tasks = new TaskPanel(root);
    this.actions = new Actions(root, this.announcer);
    this.stop = new StopButton(root, { onDone: () => this.#focus() });
    this.transcript = new Transcript(root, {
      scroller: this.scroller,
      showStoppable: (run) => this.stop.show(run),
      takeBack: (runId) => this.composer.offer(this.actions.withdrawn(runId)),
    });
    this.composer = new Composer(root, conversationId, {
      onSend: (text) => this.#sending(text),
      onTaken: (answer) => this.#taken(answer),
      onRefused: () => this.#release(),
      onResumed: () => this.allowance.refresh(),
    });
    this.announcements = new Later(async () => new (await import("./announcements.js")).Announcements(hook(root, "log"), this.announcer));
    this.allowance = new Allowance(root, (seconds) => this.composer.pause(seconds));
    startCopying(hook(root, "log"));
    whenFirstSeen(hook(root, "log"), "[data-approval]", async () => (await import("./approvals.js")).startApprovals);
    whenFirstSeen(hook(root, "log"), "[data-edit-form]", async () => (await import("./editing.js")).startEditing);
    whenFirstSeen(hook(root, "log"), "[data-copyable]", async () => (await import("./rating.js")).startRating);
    startKeys(root);
    this.#complete(root.querySelector("#message"));
    watchDates(hook(root, "log"), () => this.#conversationId && this.transcript.reset());
    hook(root, "transcript").addEventListener("click", (event) => this.#suggest(event));
    this.#begin(hook(root, "transcript"));
    this.composer.resume();
    if (conversationId) {
      history.replaceState(null, "", this.#address(conversationId));
      this.#addMenu(conversationId);
    }
  }

  #complete(field) {
    const context = {
      insert: (text, caret) => this.composer.replace(text, caret),
      announce: (text) => this.announcer.say(text),
    };
    const completions = new Later(async () => new (await import("./completions.js")).Completions(this.#root, context));
    const carryOut = (event) => {
      if (!isEnter(event) || !/^\/\S*$/.test(field.value)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      completions.use((list) => list.carryOut());
    };
    field.addEventListener("keydown", carryOut, { capture: true });
    field.addEventListener("input", () => {
      if (/[/#]/.test(field.value)) completions.use((list) => list.changed());
      else completions.tell((list) => list.changed());
    });
  }

  /** Links in the assistant's help put a message into the box, without loading the page. */
  #suggest(event) {
    const link = event.target.closest('[data-body] a[href^="?message="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.composer.suggest(new URLSearchParams(link.getAttribute("href")).get("message"));
  }

  /** Leave the focus where the person has already moved it. */
  #begin(transcript) {
    if (document.activeElement === document.body && !document.querySelector(":target")) this.#focus();
    if (!hook(this.#root, "log").hidden && transcript.scrollTop === 0 && !transcript.matches(":focus-within, :has(:target)")) this.scroller.toEnd();
  }

  /** Not on a phone, where it would bring up the keyboard. */
  #focus() {
    if (matchMedia("(pointer: fine)").matches) this.composer.focus();
  }

  handle(frame) {
    this.tasks.handle(frame);
    this.transcript.tasksChanged(frame);
    this.transcript.planChanged(frame);
    // The entry of the open chat is fetched once, when its answer is read.
    if (frame.conversation_id !== this.#conversationId || !this.reading.isSeen(frame)) this.list.handle(frame);
    this.title.handle(frame);
    this.notifications.handle(frame);
    this.toasts.handle(frame);
    this.allowance.handle(frame);
    this.#handleConversation(frame);
  }

  #listDrawn() {
    this.title.draw();
    if (this.list.has(this.#conversationId)) this.#rename(this.list.titleOf(this.#conversationId));
  }

  /** Missed events cannot be replayed: draw everything again. */
  load() {
    // Loading decides which chat a blank page shows; a message that is being sent is resent then, with its key.
    if (!this.#conversationId && (this.#sendings || "follow" in this.#root.dataset)) return location.reload();
    this.transcript.reset();
    this.tasks.refresh();
    this.toasts.refresh();
  }

  #handleConversation(frame) {
    const { conversation_id: id, event_type: type } = frame;
    if (!id) return;
    if (!this.#conversationId && this.#sendings) return this.#held.push(frame);
    if (!this.#conversationId && this.#isToFollow(frame)) this.#open(id);
    if (id !== this.#conversationId) return;
    if (type === CONVERSATION_UPDATED) this.#rename(frame.result.title);
    else this.transcript.handle(frame);
    this.note.handle(frame);
    this.reading.handle(frame);
    if (type === MESSAGE_CREATED && frame.result.role === "user") this.composer.arrived(frame.result.content);
    if (frame.seq) this.announcements.use((announcements) => announcements.handle(frame));
  }

  /** A blank page at the root address opens the first conversation that is started in any tab. */
  #isToFollow({ event_type: type, result }) {
    return "follow" in this.#root.dataset && type === MESSAGE_CREATED && result.position === 1;
  }

  #sending(text) {
    this.#sendings += 1;
    return this.transcript.echo(text);
  }

  #taken({ conversation_id: id }) {
    // A resend: the events of the first one have passed already.
    const isLate = !this.#conversationId && this.list.has(id) && !this.#held.some((frame) => frame.conversation_id === id);
    if (!this.#conversationId) this.#open(id);
    this.#release();
    if (isLate) this.load();
  }

  /** The conversation is known now: handle the buffered events, and from now on each at once. */
  #release() {
    this.#sendings -= 1;
    if (this.#conversationId || !this.#sendings) for (const frame of this.#held.splice(0)) this.#handleConversation(frame);
  }

  #open(id) {
    this.#conversationId = id;
    this.#root.dataset.conversationId = id;
    history.replaceState(null, "", this.#address(id));
    this.list.open(id);
    this.transcript.open(this.#address(id));
    this.composer.open(id);
    this.note.open(id);
    this.#rename(this.list.titleOf(id));
    this.#addMenu(id);
  }

  #addMenu(id) {
    const menu = clone("template-chat-menu", id);
    hook(this.#root, "chat-title").after(menu);
    menu.addEventListener("click", (event) => {
      if (event.target.download === "") event.target.search = location.search; // the versions that are shown
      this.list.clicked(event);
    });
  }

  #rename(title) {
    setText(hook(this.#root, "chat-title"), title || say("New chat"));
    this.title.rename(title);
  }

  #address(id) {
    return addressOf(this.#root.dataset.chatUrl, id) + location.search + location.hash;
  }
}
