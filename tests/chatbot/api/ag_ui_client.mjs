// Runs a scenario with the protocol's own client, and prints what it has after each run, as JSON.
//
// The scenario is JSON in the first argument: the path of the client, the address, the token and the thread, and
// `runs`. A run says something (`say`) or answers the interrupt (`answer`); it can have a `runId` and `tools`, and
// with `leaveAfter` the client leaves after the first event of that type.

const { client, url, token, threadId, runs } = JSON.parse(process.argv[2]);
const { HttpAgent } = await import(client);

const agent = new HttpAgent({ url, threadId, headers: { Authorization: `Bearer ${token}` } });
const results = [];
for (const { say, answer, runId, tools, leaveAfter } of runs) {
  if (say) agent.addMessage({ id: crypto.randomUUID(), role: "user", content: say });
  const resume = answer && agent.pendingInterrupts.map(({ id }) => ({ interruptId: id, ...answer }));
  const events = [];
  const onEvent = ({ event }) => {
    events.push(event);
    if (event.type === leaveAfter) agent.abortRun();
  };
  let error = "";
  try {
    await agent.runAgent({ runId, tools, resume }, { onEvent });
  } catch (raised) {
    error = String(raised);
  }
  const { messages, state, pendingInterrupts: interrupts } = agent;
  results.push(structuredClone({ events, error, messages, state, interrupts }));
}
console.log(JSON.stringify(results));
