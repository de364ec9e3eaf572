/** Calls `stop` when the signal is aborted; returns what ends that. */
export type AbortWatch = (signal: AbortSignal | undefined, stop: () => void) => () => void;

/** Watches each signal with one listener, however many calls wait for it: of more than ten Node warns. */
export function abortWatch(): AbortWatch {
  const watched = new Map<AbortSignal, { readonly stops: Set<() => void>; readonly listener: () => void }>();
  return (signal, stop) => {
    if (signal === undefined) return () => {};
    let watch = watched.get(signal);
    if (watch === undefined) {
      const stops = new Set<() => void>();
      const listener = (): void => {
        watched.delete(signal);
        for (const one of stops) one();
      };
      watch = { stops, listener };
      watched.set(signal, watch);
      signal.addEventListener("abort", listener, { once: true });
    }
    const { stops, listener } = watch;
    stops.add(stop);
    return () => {
      stops.delete(stop);
      if (stops.size > 0 || watched.get(signal)?.stops !== stops) return;
      watched.delete(signal);
      signal.removeEventListener("abort", listener);
    };
  };
}
