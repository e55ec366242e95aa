/** A run's events as its log has them: `runEvents([0, "run_queued", "Waiting"], [2.5, "agent_done", "Done!"])`. */
export function runEvents(...events) {
  const began = Date.UTC(2026, 10, 30, 9, 0, 0);
  return events.map(([seconds, type, message = "", more = {}]) => ({
    event_type: type,
    at: new Date(began + seconds * 1000).toISOString(),
    message,
    ...more,
  }));
}

export const call = (id, tool = "list_tasks") => ({ call_id: id, tool });
export const says = (content, html = "") => ({ result: { role: "assistant", content, html } });
export const asks = (content) => ({ result: { role: "user", content } });
