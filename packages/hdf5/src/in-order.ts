/** Runs calls one after the other, in the order in which they are made; what waits for nothing is done at once. */
export interface InOrder {
  /** @param call Its errors reject the promise, and hold nothing up. */
  run<T>(call: () => T | Promise<T>): Promise<T>;
  /** When all that was asked for before has ended. */
  settled(): Promise<void>;
}

export function inOrder(): InOrder {
  let pending = 0;
  let last: Promise<unknown> = Promise.resolve();
  const done = (): void => {
    pending--;
  };
  const follow = <T>(result: Promise<T>): Promise<T> => {
    pending++;
    last = result.then(done, done);
    return result;
  };
  return {
    run(call) {
      if (pending > 0) return follow(last.then(call));
      try {
        const result = call();
        return result instanceof Promise ? follow(result) : Promise.resolve(result);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    async settled() {
      await last;
    },
  };
}
