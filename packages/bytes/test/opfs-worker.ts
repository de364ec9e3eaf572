import { runOpfsCase } from "./opfs-cases.ts";

addEventListener("message", async ({ data }: MessageEvent<string>) => {
  const answer = await runOpfsCase(data).then(
    () => "ok",
    (error: unknown) => String(error),
  );
  (globalThis as unknown as { postMessage(message: string): void }).postMessage(answer);
});
