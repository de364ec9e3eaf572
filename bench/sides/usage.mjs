// Loaded before a whole command (`node --import`): at exit, writes what the process has used into file descriptor 3.
import { writeSync } from "node:fs";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, JSON.stringify({ wholeCpu: (user + system) / 1e6, rssMb: process.resourceUsage().maxRSS / 1024 }));
});
