/**
 * A chat as clients in the field have it: every frame of the socket is a line, and the reply comes over HTTP.
 * It knows seven types of frames, and trusts that each has a message.
 */
export function startChat({ api, socket, userId, token, lines, pause = 3000 }) {
  const connect = () => {
    const connection = new WebSocket(`${socket}/api/ws/${userId}/chat${token ? `?token=${token}` : ""}`);
    connection.onmessage = ({ data }) => draw(JSON.parse(data));
    connection.onclose = ({ code }) => code !== 1000 && setTimeout(connect, pause);
  };

  const draw = ({ event_type: type, message, count }) => {
    // What the agent thinks, and that it is done, gives way to whatever comes next.
    for (const line of lines.querySelectorAll("[data-type=agent_thinking], [data-type=agent_done]")) line.remove();
    const line = document.createElement("li");
    line.dataset.type = type;
    line.textContent = message.trim() + (count > 0 ? ` (${count})` : "");
    lines.append(line);
  };

  /** The reply comes with the answer, once the run has ended. */
  const send = async (message, conversationId = null) => {
    const answer = await fetch(`${api}/api/${userId}/chat`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ message, conversation_id: conversationId }),
    });
    return answer.json();
  };

  connect();
  return { send };
}
