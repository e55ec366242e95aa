// Written by `manage.py write_event_names` from the models of the frames. Do not edit it.

/** A conversation was started, renamed, or something was added to it. `result`: `ConversationResult`. */
export const CONVERSATION_UPDATED = "conversation_updated";
/** A conversation was deleted with all that was said in it; for good if there is no `result`. */
export const CONVERSATION_DELETED = "conversation_deleted";
/** A deleted conversation is back with all that was said in it. `result`: `ConversationResult`. */
export const CONVERSATION_RESTORED = "conversation_restored";
/** A tab of the owner has shown all answers of a conversation. */
export const CONVERSATION_READ = "conversation_read";
/** A message was sent, or the first text of a reply is stored. `result`: `MessageResult`. */
export const MESSAGE_CREATED = "message_created";
/** A reply is written, whole or as far as it came. `result`: `MessageResult`. */
export const MESSAGE_COMPLETE = "message_complete";
/** A run was asked for; `message_id` is the reply to come. `result`: `QueuedResult`. */
export const RUN_QUEUED = "run_queued";
/** The run started, or a further model turn began. `result`: `ThinkingResult`. */
export const AGENT_THINKING = "agent_thinking";
/** The model has thought before it answers or acts; the text is shown on pages only. `result`: `ThoughtForResult`. */
export const THINKING_COMPLETE = "thinking_complete";
/** The attempt was lost; others are made. `result`: `RetryingResult`. */
export const RUN_RETRYING = "run_retrying";
/** The run succeeded. `result`: `DoneResult`. */
export const AGENT_DONE = "agent_done";
/** The run failed; it can be tried again. `result`: `FailedResult`. */
export const RUN_FAILED = "run_failed";
/** Somebody stopped the run. `result`: `CancelledResult`. */
export const RUN_CANCELLED = "run_cancelled";
/** The owner said whether an answer was good, or took that back (then there is no `rating`). `result`: `FeedbackResult`. */
export const ANSWER_RATED = "answer_rated";
/** Before a tool runs. `result`: `ArgumentsResult`. */
export const TOOL_STARTING = "tool_starting";
/** A long tool has done `count`, or `result.part`, of `result.total`. `result`: `ProgressResult`. */
export const TOOL_PROGRESS = "tool_progress";
/** A tool succeeded. `result`: `ToolOutput`. */
export const TOOL_COMPLETE = "tool_complete";
/** A tool failed; `error` is safe for people. */
export const TOOL_ERROR = "tool_error";
/** What the call had changed is as it was before. */
export const TOOL_UNDONE = "tool_undone";
/** A person must decide; the run waits until then. `result`: `ProposalResult`. */
export const APPROVAL_REQUESTED = "approval_requested";
/** A person has decided, or the time for that is over; the run resumes. `result`: `DecisionResult`. */
export const APPROVAL_RESOLVED = "approval_resolved";
/** A task was added, or brought back. `result`: `TaskResult`. */
export const TASK_CREATED = "task_created";
/** A task was changed, completed or reopened. `result`: `TaskResult`. */
export const TASK_UPDATED = "task_updated";
/** A task was deleted. `result`: `DeletedTask`. */
export const TASK_DELETED = "task_deleted";
/** Tasks were added, or brought back. `result`: `TasksResult`. */
export const TASKS_CREATED = "tasks_created";
/** Tasks were changed, completed or reopened. `result`: `TasksResult`. */
export const TASKS_UPDATED = "tasks_updated";
/** Tasks were deleted. `result`: `DeletedTasks`. */
export const TASKS_DELETED = "tasks_deleted";
/** A reminder of a task is due. It is sent once; the task is as it was. `result`: `TaskResult`. */
export const TASK_REMINDER = "task_reminder";
/** Tasks in the trash were deleted for good, with their history, at the owner's wish. */
export const TRASH_EMPTIED = "trash_emptied";
/** A view of tasks was added, renamed, or has other filters. `result`: `ViewResult`. */
export const VIEW_SAVED = "view_saved";
/** A view of tasks was deleted. No task has changed. `result`: `DeletedView`. */
export const VIEW_DELETED = "view_deleted";
/** A list was added. `result`: `ListResult`. */
export const LIST_CREATED = "list_created";
/** A list was renamed, moved, archived, or has another colour. `result`: `ListResult`. */
export const LIST_UPDATED = "list_updated";
/** A list was deleted. Its tasks are in the inbox: their `list` is null, and nothing else has changed. `result`: `DeletedList`. */
export const LIST_DELETED = "list_deleted";
/** An import of tasks was started, has added some more, has ended, or was undone. `result`: `ImportResult`. */
export const IMPORT_PROGRESS = "import_progress";
/** The progress of the plan, or of a step of it. `result`: `PlanResult`. */
export const PLAN_UPDATE = "plan_update";
/** The status of a step has changed. `result`: `PlanResult`. */
export const STEP_UPDATE = "step_update";
/** What an agent thinks, does, or has found. `result`: `PlanResult`. */
export const AGENT_MESSAGE = "agent_message";
/** The first frame. */
export const CONNECTION_ESTABLISHED = "connection_established";
/** The connection lives; `seq` is the last one of the stream. `result`: `HeartbeatResult`. */
export const HEARTBEAT = "heartbeat";
/** The cursor of the client cannot be resumed: load a snapshot, and continue from `id`. */
export const STREAM_RESET = "stream_reset";
/** A piece of a reply that is being written. `result`: `DeltaResult`. */
export const MESSAGE_DELTA = "message_delta";
/** What the model thinks before it answers. `result`: `ThoughtResult`. */
export const THINKING_DELTA = "thinking_delta";
export const PONG = "pong";
export const ERROR = "error";

/** The last event of a run is exactly one of these. */
export const LAST_EVENTS = Object.freeze([AGENT_DONE, RUN_CANCELLED, RUN_FAILED]);
/** Tasks are not as they were. */
export const TASK_EVENTS = Object.freeze([TASK_CREATED, TASK_UPDATED, TASK_DELETED, TASKS_CREATED, TASKS_UPDATED, TASKS_DELETED]);
/** Lists are not as they were. */
export const LIST_EVENTS = Object.freeze([LIST_CREATED, LIST_UPDATED, LIST_DELETED]);
/** Saved views are not as they were. */
export const VIEW_EVENTS = Object.freeze([VIEW_SAVED, VIEW_DELETED]);

/** @typedef {{ arguments: Json }} ArgumentsResult */
/** @typedef {{ withdrawn: boolean }} CancelledResult */
/** @typedef {{ id: string, title: string, is_pinned: boolean, is_archived: boolean, created_at: Moment, updated_at: Moment }} ConversationResult */
/** @typedef {{ decision: "approved" | "declined" | "expired", by: string | null, arguments: Json }} DecisionResult */
/** @typedef {{ id: string, name: string }} DeletedList */
/** @typedef {{ id: string, number: number, title: string }} DeletedTask */
/** @typedef {{ tasks: DeletedTask[] }} DeletedTasks */
/** @typedef {{ id: string, name: string }} DeletedView */
/** @typedef {{ offset: number, text: string }} DeltaResult */
/** @typedef {{ response: string, cut_off?: string, model?: string, instead_of?: string, client?: string }} DoneResult */
/** @typedef {{ code: string, retryable: boolean }} FailedResult */
/** @typedef {{ rating?: "up" | "down" | "", comment?: string }} FeedbackResult */
/** @typedef {{ interval: number }} HeartbeatResult */
/** @typedef {{ id: string, file_name: string, status: "read" | "running" | "completed" | "undone", total: number, done: number, added: number }} ImportResult */
/** @typedef {Record<string, unknown>} Json */
/** @typedef {unknown} JsonValue */
/** @typedef {{ id: string, name: string, colour: "blue" | "green" | "orange" | "purple" | "teal" | "red" | "yellow" | "pink" | "grey", position: number, is_archived: boolean, created_at: Moment }} ListResult */
/** @typedef {{ role: "user" | "assistant", state: "pending" | "streaming" | "complete" | "stopped" | "cut_off" | "failed" | "replaced" | "withdrawn", content: string, html: string, position: number, created_at: string, replaces?: string }} MessageResult */
/** @typedef {string} Moment */
/** @typedef {{ plan_id: string, agent_name: string, content: string, message_type: "thinking" | "action" | "result", status: "in_progress" | "completed" | "error", timestamp: Moment, step_id?: string, plan?: PlanState, step?: StepState }} PlanResult */
/** @typedef {{ status: "draft" | "awaiting_approval" | "running" | "paused" | "completed" | "failed" | "cancelled" | "rejected", version: number, title: string, goal?: string, error?: string, approved_by?: string, steps?: PlannedStep[] }} PlanState */
/** @typedef {{ id: string, position: number, status: "planned" | "running" | "completed" | "failed" | "skipped", error?: string, title: string, detail: string, agent: string, depends_on: number[] }} PlannedStep */
/** @typedef {{ part: number, total: number }} ProgressResult */
/** @typedef {{ summary: string, count: number, tasks: ProposedTask[], truncated: boolean, arguments: Json, is_question: boolean, action: "approve" | "change" | "complete" | "delete" | "move" | "reopen" | "send" | "use", schema: Json, expires_at: Moment | null }} ProposalResult */
/** @typedef {{ id: string, number: number, title: string, change: string }} ProposedTask */
/** @typedef {{ trigger_id: string, position: number, created_at: Moment, step_id?: string, continues?: string, replaces?: string, model?: string, client?: string }} QueuedResult */
/** @typedef {{ attempts_left: number }} RetryingResult */
/** @typedef {{ id: string, position: number, status: "planned" | "running" | "completed" | "failed" | "skipped", error?: string }} StepState */
/** @typedef {Record<string, unknown>} TaskResult */
/** @typedef {{ tasks: TaskResult[] }} TasksResult */
/** @typedef {{ turn: number }} ThinkingResult */
/** @typedef {{ turn: number, duration_ms: number }} ThoughtForResult */
/** @typedef {{ turn: number, offset: number, text: string }} ThoughtResult */
/** @typedef {{ changes?: number }} ToolOutput */
/** @typedef {{ status?: "" | "today" | "upcoming" | "overdue" | "completed" | "all", list?: string, q?: string, priority?: "" | "low" | "medium" | "high", tag?: string, sort?: "" | "priority" | "title" | "newest" | "mine", group?: "" | "none" | "priority" | "list" }} ViewFilters */
/** @typedef {{ id: string, name: string, filters: ViewFilters, created_at: Moment }} ViewResult */
