import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium as engine } from "playwright";
import { chromium } from "../tools/chromium.ts";
import type { Copied } from "./copy-hdf5.ts";
import { root } from "./peers.ts";

/** A browser that copies HDF5 files. */
export interface BrowserCopier {
  /** What `copyHdf5` gives there. */
  copy(original: Uint8Array): Promise<Copied>;
  close(): Promise<void>;
}

const inPage = `
import { copyHdf5 } from "./copy-hdf5.ts";
globalThis.copyGiven = async () => {
  const { bytes, warnings } = await copyHdf5(new Uint8Array(await (await fetch("/file")).arrayBuffer()));
  await fetch("/file", { method: "PUT", body: bytes });
  return warnings;
};
`;

/** Starts Chromium with `copy-hdf5.ts`, bundled from source; bytes come and go through a server on this machine. */
export async function openBrowserCopier(): Promise<BrowserCopier> {
  const { outputFiles } = await build({
    stdin: { contents: inPage, resolveDir: join(root, "conformance"), loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["@hdmf-ts/source"],
    logLevel: "error",
  });
  let given: Uint8Array = new Uint8Array(0);
  let taken: Uint8Array = new Uint8Array(0);
  const server = createServer(async (request, response) => {
    if (request.method === "PUT") {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      taken = Buffer.concat(parts);
      response.end();
    } else if (request.url === "/script.js")
      response.setHeader("content-type", "text/javascript").end(outputFiles[0]?.contents);
    else if (request.url === "/file") response.setHeader("cache-control", "no-store").end(given);
    else
      response
        .setHeader("content-type", "text/html")
        .end('<!doctype html><script type="module" src="/script.js"></script>');
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const browser = await engine.launch(chromium);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    async copy(original) {
      given = original;
      const warnings = await page.evaluate<readonly string[]>("copyGiven()");
      return { bytes: taken, warnings };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
