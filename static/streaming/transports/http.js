/** What the transports over plain HTTP share. */

/** Why a request is over: one of the reasons that `listener.ended` takes. */
export class Ended extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Runs `follow(signal)` until it throws how it ended, and returns the transport's handle. */
export function openRequest(follow, listener) {
  const abort = new AbortController();
  follow(abort.signal).catch((error) => {
    if (!(error instanceof Ended)) throw error;
    if (!abort.signal.aborted) listener.ended(error.reason);
  });
  return { close: () => abort.abort() };
}

export async function get(url, type, signal) {
  const response = await orLost(fetch(url, { headers: { Accept: type }, cache: "no-store", signal }));
  if (response.status === 401 || response.status === 403) throw new Ended("signed-out");
  if (response.status >= 500 || response.status === 429) throw new Ended("lost");
  const isExpected = response.headers.get("Content-Type")?.startsWith(type);
  if (!response.ok || !isExpected) throw new Ended("unsuitable");
  return response;
}

/** Whatever fails on the way (network, cut body, abort) is a lost connection. */
export async function orLost(promise) {
  try {
    return await promise;
  } catch {
    throw new Ended("lost");
  }
}
