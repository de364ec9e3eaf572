import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openBytes, readAll, urlSource } from "../src/index.ts";
import { content, type RangeCall, withRanges } from "./range-server.ts";

const plain = (call: RangeCall): void => call.answer();
const slowly =
  (milliseconds: number) =>
  (call: RangeCall): void =>
    void setTimeout(() => call.answer(), milliseconds);
const part = (start: number, length: number): Uint8Array => content.subarray(start, start + length);
/** Compares fast, and says little. */
const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

test("opening costs one small request, and what it brought is not asked for again", async () => {
  await withRanges(plain, async (url, log) => {
    const source = await openBytes(url);
    expect(source).toMatchObject({ byteLength: content.length, name: url });
    expect(isEqual(await source.read(100, 5000), part(100, 5000))).toBe(true);
    expect(log.ranges).toEqual(["0-16383"]);
    expect(isEqual(await readAll(source), content)).toBe(true);
    await source.close?.();
  });
});

test.each([0, 1, 16_383, 16_384, 16_385])("a file of %i bytes is read whole", async (length) => {
  const bytes = content.subarray(0, length);
  await withRanges(
    ({ answer }) =>
      length > 0 ? answer() : answer({ status: 416, headers: { "content-range": "bytes */0" }, body: bytes }),
    async (url) => {
      const source = await urlSource(url);
      expect(source.byteLength).toBe(length);
      expect(isEqual(await readAll(source), bytes)).toBe(true);
    },
    bytes,
  );
});

describe("requests", () => {
  test("reads of one moment that are near each other are one request, far ones are apart", async () => {
    await withRanges(plain, async (url, log) => {
      const source = await urlSource(url);
      const reads = [
        [60_000, 100],
        [50_000, 1000],
        [51_000, 1000],
        [55_000, 2000],
        [200_000, 10],
      ] as const;
      const results = await Promise.all(reads.map(([start, length]) => source.read(start, length)));
      reads.forEach(([start, length], i) => {
        expect(isEqual(results[i]!, part(start, length))).toBe(true);
      });
      expect(log.ranges.slice(1).sort()).toEqual(["200000-200009", "50000-60099"]);
    });
  });

  test("what is under way is shared", async () => {
    await withRanges(slowly(50), async (url, log) => {
      const source = await urlSource(url);
      const first = source.read(100_000, 10_000);
      await wait(20);
      const second = source.read(105_000, 100);
      expect(isEqual(await second, part(105_000, 100))).toBe(true);
      expect(isEqual(await first, part(100_000, 10_000))).toBe(true);
      expect(log.ranges).toHaveLength(2);
    });
  });

  test.each([
    [undefined, 6],
    [2, 2],
    [1, 1],
  ])("with connections: %s at most %i are under way at a time", async (connections, most) => {
    await withRanges(slowly(20), async (url, log) => {
      const source = await urlSource(url, connections === undefined ? {} : { connections });
      const starts = Array.from({ length: 14 }, (_, i) => (i + 1) * 20_000);
      const results = await Promise.all(starts.map((start) => source.read(start, 10)));
      starts.forEach((start, i) => {
        expect([...results[i]!]).toEqual([...part(start, 10)]);
      });
      expect(log).toMatchObject({ most });
      expect(log.ranges).toHaveLength(15);
    });
  });

  test("reads that wait for a connection are merged with later neighbours", async () => {
    await withRanges(slowly(40), async (url, log) => {
      const source = await urlSource(url, { connections: 1 });
      const first = source.read(100_000, 10);
      await wait(5);
      const second = source.read(200_000, 10);
      await wait(5);
      const third = source.read(200_010, 10);
      await Promise.all([first, second, third]);
      expect(log.ranges.slice(1)).toEqual(["100000-100009", "200000-200019"]);
    });
  });

  test("headers go along with each request", async () => {
    const seen: unknown[] = [];
    await withRanges(
      (call) => {
        seen.push(call.request.headers["x-token"]);
        call.answer();
      },
      async (url) => {
        const source = await openBytes(url, { headers: { "x-token": "abc" } });
        await source.read(100_000, 1);
        expect(seen).toEqual(["abc", "abc"]);
      },
    );
  });

  test("where a redirect led is asked directly, and again through the redirect when it expires", async () => {
    await withRanges(
      (call) => {
        const { url = "" } = call.request;
        if (url === "/a.nwb") call.response.writeHead(302, { location: `/signed${call.index < 3 ? 1 : 2}` }).end();
        else if (url === "/signed1" && call.index > 2) call.answer({ status: 403 });
        else call.answer();
      },
      async (url, log) => {
        const source = await urlSource(url);
        expect(source.name).toBe(url);
        await source.read(100_000, 1);
        await source.read(200_000, 1);
        expect(log.paths).toEqual(["/a.nwb", "/signed1", "/signed1", "/signed1", "/a.nwb", "/signed2"]);
      },
    );
  });
});

describe("answers that are refused when opening", () => {
  test("a server without ranges is unsupported, says what to do, and is not read to the end", async () => {
    await withRanges(
      ({ response }) => {
        response.writeHead(200, { "content-length": 2 ** 30 });
        response.write(content);
      },
      async (url, log) => {
        await expect(openBytes(url)).rejects.toMatchObject({
          tag: "unsupported",
          message: expect.stringContaining("whole file"),
          hint: expect.stringContaining("download: true"),
          source: url,
        });
        await expect.poll(() => log.cut).toBe(1);
      },
    );
  });

  test.each<[string, Parameters<RangeCall["answer"]>[0], string, RegExp]>([
    ["nothing there", { status: 404 }, "not-found", /404/],
    ["no access", { status: 403 }, "denied", /403/],
    ["a range that the server cannot give", { status: 416 }, "io", /416/],
    ["an answer that is no file", { status: 204, body: new Uint8Array() }, "io", /204/],
    ["another range", { headers: { "content-range": "bytes 1-16384/300000" } }, "malformed", /bytes 1-16384/],
    ["a compressed part", { headers: { "content-encoding": "br" } }, "unsupported", /compresses/],
    [
      "a longer body",
      { headers: { "content-length": 20_000 }, body: content.subarray(0, 20_000) },
      "malformed",
      /more than/,
    ],
    ["a shorter body", { headers: { "content-length": 20 }, body: content.subarray(0, 20) }, "malformed", /20 bytes/],
  ])("%s", async (_, changes, tag, message) => {
    await withRanges(
      (call) => call.answer(changes),
      async (url, log) => {
        await expect(urlSource(url)).rejects.toMatchObject({ tag, message: expect.stringMatching(message) });
        expect(log.ranges).toHaveLength(1);
      },
    );
  });

  test.each([0, -1, 1.5, Number.NaN])("%d connections are invalid", async (connections) => {
    await expect(urlSource("http://localhost/", { connections })).rejects.toMatchObject({ tag: "invalid" });
  });
});

describe("a file that changes", () => {
  test.each<[string, Parameters<RangeCall["answer"]>[0]]>([
    ["another tag", { headers: { etag: '"two"' } }],
    ["another length", { headers: { "content-range": "bytes 100000-100009/400000" } }],
    ["a shorter file", { status: 416, headers: { "content-range": "bytes */100" } }],
    ["another whole file", { status: 200, headers: { etag: '"two"' } }],
  ])("is reported: %s", async (_, changes) => {
    await withRanges(
      (call) => call.answer(call.index === 0 ? {} : changes),
      async (url, log) => {
        const source = await urlSource(url);
        await expect(source.read(100_000, 10)).rejects.toMatchObject({ tag: "changed", source: url });
        expect(log.ranges).toHaveLength(2);
      },
    );
  });

  test("without a tag the time of modification tells it", async () => {
    await withRanges(
      ({ index, headers, response, body }) => {
        const { etag: _, ...rest } = headers;
        const day = index < 2 ? "01" : "02";
        response.writeHead(206, { ...rest, "last-modified": `Mon, ${day} Jan 2024 00:00:00 GMT` }).end(body);
      },
      async (url) => {
        const source = await urlSource(url);
        await expect(source.read(100_000, 10)).resolves.toHaveLength(10);
        await expect(source.read(200_000, 10)).rejects.toMatchObject({ tag: "changed" });
      },
    );
  });
});

describe("failures", () => {
  test.each<[string, (call: RangeCall) => void]>([
    ["500", (call) => call.answer({ status: 500 })],
    ["503", (call) => call.answer({ status: 503 })],
    ["429", (call) => call.answer({ status: 429 })],
    ["a connection that breaks before the answer", (call) => void call.response.destroy()],
    [
      "a connection that breaks inside the body",
      ({ response, headers, body }) => {
        response.writeHead(206, headers);
        response.write(body.subarray(0, 4), () => response.destroy());
      },
    ],
  ])("%s that pass are not noticed, those that stay are io errors after three attempts", async (_, fail) => {
    await withRanges(
      (call) => (call.index === 0 || call.index === 3 ? call.answer() : fail(call)),
      async (url, log) => {
        const source = await urlSource(url);
        expect(isEqual(await source.read(100_000, 10), part(100_000, 10))).toBe(true);
        await expect(source.read(200_000, 10)).rejects.toMatchObject({ tag: "io", source: url });
        expect(log.ranges).toHaveLength(1 + 3 + 3);
      },
    );
  });

  test("a damaged answer rejects those who wait for it, and no others", async () => {
    await withRanges(
      (call) => call.answer(call.start === 100_000 ? { headers: { "content-range": "bytes 0-9/300000" } } : {}),
      async (url) => {
        const source = await urlSource(url);
        const [bad, worse, good] = await Promise.allSettled([
          source.read(100_000, 10),
          source.read(100_020, 10),
          source.read(200_000, 10),
        ]);
        expect([bad, worse]).toMatchObject([{ reason: { tag: "malformed" } }, { reason: { tag: "malformed" } }]);
        expect(good).toMatchObject({ status: "fulfilled" });
      },
    );
  });
});

describe("stopping", () => {
  const never = (call: RangeCall): void => (call.index === 0 ? call.answer() : undefined);

  test("an abort rejects its own read, and cuts the request when nobody else waits for it", async () => {
    await withRanges(never, async (url, log) => {
      const source = await urlSource(url);
      const [one, two] = [new AbortController(), new AbortController()];
      const first = source.read(100_000, 10, { signal: one.signal });
      const second = source.read(100_005, 10, { signal: two.signal });
      await expect.poll(() => log.now).toBe(1);
      one.abort("enough");
      await expect(first).rejects.toBe("enough");
      expect(log.cut).toBe(0);
      two.abort("me too");
      await expect(second).rejects.toBe("me too");
      await expect.poll(() => log.cut).toBe(1);
      await source.close?.();
    });
  });

  test("an abort gives its connection to those who wait, and takes itself out of the queue", async () => {
    await withRanges(
      (call) => (call.start === 100_000 ? undefined : call.answer()),
      async (url, log) => {
        const source = await urlSource(url, { connections: 1 });
        const abort = new AbortController();
        const { signal } = abort;
        const stuck = source.read(100_000, 10, { signal });
        const queued = source.read(150_000, 10, { signal });
        const wanted = source.read(200_000, 10);
        await expect.poll(() => log.now).toBe(1);
        abort.abort("enough");
        await expect(stuck).rejects.toBe("enough");
        await expect(queued).rejects.toBe("enough");
        await expect(wanted).resolves.toHaveLength(10);
        expect(log.ranges).toEqual(["0-16383", "100000-100009", "200000-200009"]);
      },
    );
  });

  test("an abort ends the pause between two attempts", async () => {
    await withRanges(
      (call) => call.answer(call.index === 0 ? {} : { status: 503 }),
      async (url, log) => {
        const source = await urlSource(url);
        const abort = new AbortController();
        const reading = source.read(100_000, 10, { signal: abort.signal });
        await expect.poll(() => log.ranges.length).toBe(2);
        abort.abort("enough");
        await expect(reading).rejects.toBe("enough");
        await wait(150);
        expect(log.ranges).toHaveLength(2);
      },
    );
  });

  test("an abort stops the opening", async () => {
    await withRanges(
      () => {},
      async (url, log) => {
        const abort = new AbortController();
        const opening = urlSource(url, { signal: abort.signal });
        await expect.poll(() => log.now).toBe(1);
        abort.abort("enough");
        await expect(opening).rejects.toBe("enough");
        await expect.poll(() => log.cut).toBe(1);
      },
    );
  });

  test("close rejects all that is under way or waiting, and cuts it", async () => {
    await withRanges(never, async (url, log) => {
      const source = await urlSource(url, { connections: 2 });
      const reads = [50_000, 100_000, 150_000].map((start) => source.read(start, 10));
      await expect.poll(() => log.now).toBe(2);
      await source.close?.();
      for (const read of reads) await expect(read).rejects.toMatchObject({ tag: "closed", source: url });
      await expect.poll(() => log.cut).toBe(2);
      await expect(source.read(0, 1)).rejects.toMatchObject({ tag: "closed" });
    });
  });
});

test("a length that the server does not show beside a range is asked for", async () => {
  await withRanges(
    ({ request, response, body }) => {
      if (request.method === "HEAD") response.writeHead(200, { "content-length": content.length }).end();
      else response.writeHead(206, { "content-length": body.length }).end(body);
    },
    async (url) => {
      const source = await urlSource(url);
      expect(source.byteLength).toBe(content.length);
      expect(isEqual(await source.read(299_990, 10), part(299_990, 10))).toBe(true);
    },
  );
});
