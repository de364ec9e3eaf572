/** Runs work one after the other, in the order of the calls; what fails does not keep others from running. What waits for nothing is done at once. */
export type InTurn = <T>(work: () => T | Promise<T>) => Promise<T>;

export function inTurn(): InTurn {
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
  return (work) => {
    if (pending > 0) return follow(last.then(work));
    try {
      const result = work();
      return result instanceof Promise ? follow(result) : Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}
