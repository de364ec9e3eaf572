import { createReadStream, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const example = fileURLToPath(new URL("../../../examples/convert/example.nwb", import.meta.url));
let root = "";
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = path === "/example.nwb" ? example : join(root, path);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return void response.writeHead(404).end();
    response.writeHead(200, { "content-length": stats.size });
    createReadStream(file).pipe(response);
  }).listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
});
afterAll(() => server.close());

const url = (path: string) => `http://localhost:${(server.address() as AddressInfo).port}/${path}`;

test("an HDF5 file behind a URL is described like the file", async () => {
  const remote = await runCommand(["describe", url("example.nwb"), "--json"]);
  expect(remote.errors).toEqual([]);
  expect(remote.out).toBe((await runCommand(["describe", example, "--json"])).out);
});

test("a Zarr store behind a URL equals its original", async () => {
  root = temporaryFolder();
  expect((await runCommand(["convert", example, join(root, "copy.zarr")])).code).toBe(0);
  const { code, out } = await runCommand(["diff", example, url("copy.zarr"), "--json"]);
  expect([code, JSON.parse(out)]).toEqual([0, { differences: [] }]);
});

test.each([
  ["a file that is not there", "missing.nwb", /missing\.nwb.*404|404.*missing\.nwb|missing\.nwb/],
  ["a store that is not there", "missing.zarr", /missing\.zarr is no Zarr store/],
])("%s is one clear line", async (_, path, message) => {
  const { code, out, errors } = await runCommand(["describe", url(path)]);
  expect(errors).toEqual([expect.stringMatching(message)]);
  expect([code, out]).toEqual([2, ""]);
});
