import { memorySink } from "@hdmf-ts/bytes";
import { expect } from "vitest";
import { createHdf5File } from "../src/index.ts";
import type { WriteSample } from "./write-samples.ts";

/** Writes a sample and looks whether its bytes are those that are known. */
export async function expectSameBytes({ fill, sha256 }: WriteSample): Promise<void> {
  const sink = memorySink();
  const edit = await createHdf5File(sink);
  await fill(edit);
  await edit.commit();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", sink.bytes().slice()));
  expect(Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")).toBe(sha256);
}
