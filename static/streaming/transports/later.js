/** A transport over HTTP, whose scripts are loaded when it is tried: on most networks it never is. */
export function loadedLater(name) {
  return (options) => {
    let link = null;
    let isClosed = false;
    import("./over-http.js").then(
      ({ TRANSPORTS }) => {
        if (!isClosed) link = TRANSPORTS[name](options);
      },
      () => isClosed || options.listener.ended("lost"),
    );
    return {
      probe: () => link?.probe?.(),
      close() {
        isClosed = true;
        link?.close();
      },
    };
  };
}
