// Lists native packages that the lockfile has for Linux but not for macOS or Windows: an install there would break.
import { readFileSync } from "node:fs";

const lock = readFileSync(new URL("../pnpm-lock.yaml", import.meta.url), "utf8");
const names = [...lock.matchAll(/^ {2}'?((?:@[^/\s]+\/)?[^@\s:']+)@[^:\s']+'?:$/gm)].map((match) => match[1]);
const has = new Set(names);
const platforms = ["darwin", "win32"];
const gaps = [];
for (const name of has) {
  if (!/linux/.test(name) || /musl|arm|riscv|s390|ppc|loong|mips|ia32/.test(name)) continue;
  const family = name.split("linux")[0];
  for (const platform of platforms) {
    const words = platform === "win32" ? ["win32", "windows"] : ["darwin", "macos"];
    const found = [...has].some(
      (other) => other.startsWith(family) && words.some((word) => other.slice(family.length).startsWith(word)),
    );
    if (!found) gaps.push(`${name}: nothing for ${platform}`);
  }
}
for (const gap of gaps) console.error(gap);
if (gaps.length > 0) process.exit(1);
console.log(`The lockfile has each of its native packages for Linux, macOS and Windows (${has.size} packages).`);
