// A file behind a slow line: serves one file by ranges, each answer delayed, and counts what is asked for.
//   node bench/serve-delayed.mjs FILE [--delay 50] [--port 0] [--no-ranges]     prints its URL; GET /counts: JSON; POST /counts: from zero
import { closeSync, createReadStream, openSync, readSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/**
 * Serves a file at 127.0.0.1, from any origin.
 * @returns its `url`; `counts`: requests, bytes sent, and the most requests under way at a time; `reset()`; `close()`
 */
export async function serveDelayed(path, { delay = 50, port = 0, ranges = true } = {}) {
  const { size, mtimeMs } = statSync(path);
  const file = openSync(path, "r");
  const counts = { requests: 0, bytes: 0, mostAtOnce: 0 };
  const common = {
    etag: `"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`,
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "range",
    "access-control-expose-headers": "content-range, content-length, etag",
  };
  let now = 0;
  const reset = () => Object.assign(counts, { requests: 0, bytes: 0, mostAtOnce: 0 });

  const answer = (request, response) => {
    const range = ranges ? /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") : null;
    const start = Number(range?.[1] ?? 0);
    const stop = range?.[2] ? Math.min(Number(range[2]) + 1, size) : size;
    if (range && start >= stop) {
      response.writeHead(416, { ...common, "content-range": `bytes */${size}` }).end();
      return;
    }
    response.writeHead(range ? 206 : 200, {
      ...common,
      "content-length": stop - start,
      ...(ranges ? { "accept-ranges": "bytes" } : {}),
      ...(range ? { "content-range": `bytes ${start}-${stop - 1}/${size}` } : {}),
    });
    if (request.method === "HEAD" || start === stop) response.end();
    else if (stop - start <= 2 ** 20) {
      // At once, so that little is added to the delay.
      const part = Buffer.allocUnsafe(stop - start);
      counts.bytes += readSync(file, part, 0, part.length, start);
      response.end(part);
    } else {
      const body = createReadStream(path, { start, end: stop - 1, highWaterMark: 2 ** 18 });
      body.on("data", (part) => {
        counts.bytes += part.length;
      });
      body.on("error", () => response.destroy());
      response.on("close", () => body.destroy());
      body.pipe(response);
    }
  };

  const server = createServer((request, response) => {
    if (request.url === "/counts") {
      if (request.method === "POST") reset();
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(counts));
      return;
    }
    counts.requests += 1;
    now += 1;
    counts.mostAtOnce = Math.max(counts.mostAtOnce, now);
    const timer = setTimeout(() => answer(request, response), delay);
    response.on("close", () => {
      clearTimeout(timer);
      now -= 1;
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/${encodeURIComponent(basename(path))}`,
    counts,
    reset,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      closeSync(file);
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      delay: { type: "string", default: "50" },
      port: { type: "string", default: "0" },
      "no-ranges": { type: "boolean" },
    },
  });
  if (positionals.length !== 1)
    throw new Error("usage: node bench/serve-delayed.mjs FILE [--delay MS] [--port N] [--no-ranges]");
  const { url } = await serveDelayed(positionals[0], {
    delay: Number(values.delay),
    port: Number(values.port),
    ranges: values["no-ranges"] !== true,
  });
  console.log(url);
}
