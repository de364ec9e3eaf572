import { hdmfError, isHdmfError } from "@hdmf-ts/errors";
import type { Metadata, Filter as WasmFilter } from "h5wasm";

/** The parts of h5wasm's module that are used; others must not even be looked at (reading a name it lacks aborts it). */
interface WasmModule {
  readonly HEAPU8: Uint8Array;
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array, options: { readonly canOwn: boolean }): void;
    unlink(path: string): void;
  };
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  activate_throwing_error_handler(): number;
  open(path: string, mode: number, trackOrder: boolean, low: number, high: number): bigint;
  close_file(file: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): string[];
  get_symbolic_link(file: bigint, path: string): string | null;
  get_external_link(file: bigint, path: string): { readonly filename?: string; readonly obj_path?: string };
  get_type(file: bigint, path: string): number;
  get_attribute_names(file: bigint, path: string): string[];
  get_attribute_metadata(file: bigint, path: string, name: string): Metadata;
  get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
  get_dataset_metadata(file: bigint, path: string): Metadata;
  get_dataset_filters(file: bigint, path: string): WasmFilter[];
  get_dataset_data(
    file: bigint,
    path: string,
    count: readonly bigint[] | null,
    offset: readonly bigint[] | null,
    strides: readonly bigint[] | null,
    pointer: bigint,
  ): number;
  create_object_reference(file: bigint, path: string): ArrayLike<number>;
}

/** One running h5wasm, shared by the files that were opened on it. */
export interface Wasm {
  readonly module: WasmModule;
  /** Calls h5wasm; an error becomes ours, says `what` could not be done, and counts. */
  call<T>(what: string, run: (module: WasmModule) => T): T;
  /** Whether the next file shall get a fresh one: it died, or has leaked too much of its stack by caught errors. */
  readonly worn: boolean;
  /** Whether it died: nothing may be called any more. */
  readonly dead: boolean;
}

/** The build that reads paths (Node) and the one that reads memory. */
export type WasmKind = "path" | "memory";

/** h5wasm leaks stack with each caught error, and dies after 1,767 or more (reference/h5wasm.md, bug 1). */
const maxErrors = 200;

const running = /* @__PURE__ */ new Map<WasmKind, Promise<Wasm>>();
let instances = 0;

/** The running h5wasm of this kind, or a fresh one where there is none fit for use. */
export async function getWasm(kind: WasmKind): Promise<Wasm> {
  const current = await running.get(kind)?.catch(() => undefined);
  if (current !== undefined && !current.worn) return current;
  const next = start(kind, current !== undefined);
  running.set(kind, next);
  return next;
}

interface H5wasm {
  readonly ready: Promise<WasmModule>;
}

async function start(kind: WasmKind, again: boolean): Promise<Wasm> {
  const { ready } = again ? await importAgain(kind) : await importFirst(kind);
  const module = await ready;
  module.activate_throwing_error_handler();
  return makeWasm(module);
}

async function importFirst(kind: WasmKind): Promise<H5wasm> {
  if (kind === "memory") return (await import("h5wasm")) as unknown as H5wasm;
  // Hidden from bundlers: this build wants Node's built-ins, and is only ever asked for in Node.
  const name = "h5wasm/node";
  return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as H5wasm;
}

/** h5wasm starts once an import, so a second one needs a second address. */
async function importAgain(kind: WasmKind): Promise<H5wasm> {
  const name = kind === "memory" ? "h5wasm" : "h5wasm/node";
  const process: NodeJS.Process | undefined = globalThis.process;
  if (process?.versions?.node === undefined) {
    throw hdmfError("io", "The HDF5 library stopped while it read a damaged file", {
      hint: "Reload the page, or run the library in a Worker that can be started again",
    });
  }
  const url = `${import.meta.resolve(name)}?instance=${++instances}`;
  return (await import(/* @vite-ignore */ /* webpackIgnore: true */ url)) as H5wasm;
}

function makeWasm(module: WasmModule): Wasm {
  let errors = 0;
  let dead: unknown;
  return {
    module,
    get dead() {
      return dead !== undefined;
    },
    get worn() {
      return dead !== undefined || errors >= maxErrors;
    },
    call(what, run) {
      if (dead !== undefined) {
        throw hdmfError("io", `Could not ${what}: the HDF5 library stopped while it read damaged data`, {
          cause: dead,
          hint: "Open the file again",
        });
      }
      try {
        return run(module);
      } catch (cause) {
        if (isHdmfError(cause)) throw cause;
        errors++;
        const fatal = isFatal(cause);
        if (fatal) dead = cause;
        throw hdmfError("malformed", `Could not ${what}: ${reasonOf(cause, fatal)}`, { cause });
      }
    },
  };
}

function isFatal(cause: unknown): boolean {
  const { name } = cause as Error;
  return name === "RuntimeError" || name === "RangeError";
}

/** The innermost line of the library's own error stack, on one line. */
function reasonOf(cause: unknown, fatal: boolean): string {
  if (fatal) return "the file is damaged, the HDF5 library stopped on it";
  const { message = String(cause) } = cause as Error;
  const lines = message.split("\n").filter((line) => /^\s*#\d+: /.test(line));
  const last = lines.at(-1)?.replace(/^\s*#\d+: .*?\(\): /, "");
  return (last ?? message.split("\n", 1)[0] ?? "").trim() || "the HDF5 library gave no reason";
}
