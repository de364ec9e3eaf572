import { existsSync } from "node:fs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** How Chromium is started, for tests; `undefined` where there is none. */
export const chromium = existsSync(executablePath)
  ? {
      executablePath,
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    }
  : undefined;

/** What to say where there is none. */
export const noChromium = `no Chromium at ${executablePath} (set CHROMIUM to another path)`;
