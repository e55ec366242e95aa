/**
 * How long the client waits for what, in milliseconds. `new EventStream({ timing: { … } })` overrides
 * single values; tests shrink them.
 */
export const TIMING = Object.freeze({
  openWithin: 2_500, // a WebSocket or SSE connection that has said nothing by then does not work here
  answerWithin: 10_000, // the same for the first long poll: the last resort gets more patience
  leaderWithin: 1_000, // the tab that holds the connection for all has answered by then, or this one takes over
  beat: 25_000, // the pause between heartbeats until one says otherwise, and the `wait` of a long poll
  grace: 8_000, // silence beyond the beat that makes a connection count as dead
  probeWithin: 3_000, // silence allowed after the tab woke up or the network changed
  offlineWithin: 1_000, // the same after the browser said that it is offline
  lostAfter: 1_000, // a heartbeat's top seq must have arrived by then, or the event was lost
  pingEvery: 10_000,
  ackEvery: 1_000, // the least time between two acknowledgements, unless
  ackFrames: 100, // so many frames came since the last: the server sends 200 without one
  ackDelay: 100, // lets a burst arrive, so that its acknowledgement covers all of it
  retryFirst: 200,
  retryLimit: 10_000,
  stableAfter: 1_000, // a connection that served this long makes the next wait short again
  upgradeFirst: 4_000, // on SSE or long poll: when to try something better
  upgradeLimit: 60_000,
  pollPause: 1_000, // the least time between two empty answers, if a server does not hold them back
});
