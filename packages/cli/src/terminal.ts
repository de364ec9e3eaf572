import { hdmfError } from "@hdmf-ts/errors";

/** Where a command writes and how it is told to stop; tests give their own. */
export interface Terminal {
  /** Results. Resolves when the text is on its way, so that long output stays bounded in memory. */
  out(text: string): Promise<void>;
  /** Warnings and errors: one line each. */
  error(line: string): void;
  /** The newest state of long work; shown at most a few times a second, or now and then where there is no screen. */
  progress(line: string): void;
  readonly signal: AbortSignal;
}

/** The progress line of a screen is rewritten in place; a log gets one line every few seconds. */
export function processTerminal(signal: AbortSignal): Terminal & { end(): void } {
  const { stdout, stderr } = process;
  const screen = stderr.isTTY === true;
  const interval = screen ? 100 : 3000;
  let last = screen ? 0 : Date.now();
  let shown = false;
  const clear = () => {
    if (shown) stderr.write("\r\u001b[2K");
    shown = false;
  };
  // A reader that has seen enough (`| head`) is not an error; the others reject the write that met them.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
  });
  return {
    signal,
    out: (text) =>
      new Promise((resolve, reject) => {
        clear();
        stdout.write(text, (cause) => {
          if (cause) reject(hdmfError("io", `The result cannot be written: ${cause.message}`, { cause }));
          else resolve();
        });
      }),
    error(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    progress(line) {
      const now = Date.now();
      if (now - last < interval) return;
      last = now;
      clear();
      stderr.write(screen ? line.slice(0, (stderr.columns ?? 80) - 1) : `${line}\n`);
      shown = screen;
    },
    end: clear,
  };
}
