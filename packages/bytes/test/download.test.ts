import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openBytes, readAll } from "../src/index.ts";
import { withServer } from "./server.ts";

const content = Uint8Array.from({ length: 300_000 }, (_, i) => i * 7);

test.each([
  ["a text", (base: string) => `${base}/a.nwb`],
  ["a URL", (base: string) => new URL(`${base}/a.nwb`)],
])("an address given as %s is fetched whole, with progress", async (_, input) => {
  await withServer(
    (_request, response) => response.writeHead(200, { "content-length": content.length }).end(content),
    async (base) => {
      const progress: { loaded: number; total?: number }[] = [];
      const source = await openBytes(input(base), { download: true, onProgress: (step) => progress.push(step) });
      expect(Buffer.compare(await readAll(source), content)).toBe(0);
      expect(source).toMatchObject({ byteLength: content.length, name: `${base}/a.nwb` });
      expect(progress[0]).toEqual({ loaded: 0, total: content.length });
      expect(progress.at(-1)).toEqual({ loaded: content.length, total: content.length });
    },
  );
});

test.each([
  ["in pieces without a length", {}, content],
  ["compressed on the way", { "content-encoding": "gzip" }, gzipSync(content)],
])("an answer %s is whole, and its total unknown", async (_, headers, body) => {
  await withServer(
    (_request, response) => {
      response.writeHead(200, headers);
      response.write(body.subarray(0, 1000));
      response.end(body.subarray(1000));
    },
    async (base) => {
      const totals = new Set<unknown>();
      const source = await openBytes(base, { download: true, onProgress: (step) => totals.add(step.total) });
      expect(Buffer.compare(await readAll(source), content)).toBe(0);
      expect([...totals]).toEqual([undefined]);
    },
  );
});

test.each([
  [404, "not-found", /nothing is there.*404 Not Found/],
  [410, "not-found", /410/],
  [401, "denied", /401/],
  [403, "denied", /403 Forbidden/],
  [500, "io", /500/],
  [429, "io", /429/],
  [202, "io", /202/],
])("status %i is the error %s", async (status, tag, message) => {
  await withServer(
    (_request, response) => response.writeHead(status).end("no"),
    async (base) => {
      const error = await openBytes(`${base}/a.nwb`, { download: true }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ tag, message: expect.stringMatching(message), source: `${base}/a.nwb` });
    },
  );
});

test.each([
  ["that is announced", { "content-length": "1000" }],
  ["that is not announced", {}],
])("a length above the limit %s is refused", async (_, headers) => {
  await withServer(
    (_request, response) => response.writeHead(200, headers).end(content.subarray(0, 1000)),
    async (base) => {
      await expect(openBytes(base, { download: true, maxDownloadBytes: 999 })).rejects.toMatchObject({ tag: "limit" });
      await expect(openBytes(base, { download: true, maxDownloadBytes: 1000 })).resolves.toMatchObject({
        byteLength: 1000,
      });
    },
  );
});

test("a web page in place of the file is refused", async () => {
  await withServer(
    (_request, response) =>
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("\n<!doctype html><p>Log in"),
    async (base) => {
      await expect(openBytes(base, { download: true })).rejects.toMatchObject({
        tag: "malformed",
        message: /web page/,
      });
    },
  );
});

test("a file that is only called a web page is read", async () => {
  await withServer(
    (_request, response) => response.writeHead(200, { "content-type": "text/html" }).end(content),
    async (base) => {
      await expect(openBytes(base, { download: true })).resolves.toMatchObject({ byteLength: content.length });
    },
  );
});

test("a connection that breaks inside the file is an io error", async () => {
  await withServer(
    (_request, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
    },
    async (base) => {
      await expect(openBytes(base, { download: true })).rejects.toMatchObject({ tag: "io", source: `${base}/` });
    },
  );
});

test("a server that is not there is an io error that says why", async () => {
  let gone = "";
  await withServer(
    () => {},
    async (base) => {
      gone = base;
    },
  );
  await expect(openBytes(gone, { download: true })).rejects.toMatchObject({ tag: "io", message: /ECONNREFUSED/ });
});

test("an abort during the download rejects with its reason", async () => {
  await withServer(
    (_request, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
    },
    async (base) => {
      const reason = new Error("enough");
      const abort = new AbortController();
      const opening = openBytes(base, {
        download: true,
        signal: abort.signal,
        onProgress: ({ loaded }) => loaded > 0 && abort.abort(reason),
      });
      await expect(opening).rejects.toBe(reason);
    },
  );
});

test("a URL with a password is refused, and the password not repeated", async () => {
  const error = await openBytes("http://me:secret@localhost/a").catch((reason: unknown) => reason);
  expect(error).toMatchObject({ tag: "invalid" });
  expect(JSON.stringify({ ...(error as object), message: (error as Error).message })).not.toContain("secret");
});

test.each([
  ["s3://bucket/a.nwb", "unsupported"],
  ["ftp://host/a.nwb", "unsupported"],
  ["http://", "invalid"],
])("the address %s is %s", async (text, tag) => {
  await expect(openBytes(text)).rejects.toMatchObject({ tag });
});
