import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromium, noChromium } from "./tools/chromium.ts";

if (chromium === undefined) console.log(`The browser lane is left out: ${noChromium}.`);

const conditions = ["@hdmf-ts/source"];
const source = {
  resolve: { conditions: [...conditions, "module", "browser", "development|production"] },
  ssr: {
    resolve: {
      conditions: [...conditions, "module", "node", "development|production"],
      externalConditions: conditions,
    },
  },
};

/** Four lanes by file name: unit and slow in Node, peer against the Python judges, browser in Chromium. */
export default defineConfig({
  test: {
    reporters: [["default", { summary: false }], "./tools/closing-line-reporter.ts"],
    projects: [
      {
        ...source,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "tools/test/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "**/*.peer.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        ...source,
        test: {
          name: "peer",
          include: ["packages/*/test/**/*.peer.test.ts", "conformance/**/*.peer.test.ts"],
          testTimeout: 300_000,
        },
      },
      ...(chromium
        ? [
            {
              ...source,
              test: {
                name: "browser",
                include: ["packages/*/test/**/*.browser.test.ts"],
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({ launchOptions: chromium }),
                  instances: [{ browser: "chromium" as const }],
                },
              },
            },
          ]
        : []),
    ],
  },
});
