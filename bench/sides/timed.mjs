// Runs a task some times over in one process and prints what it took, as JSON; sides/timed.py is the same in Python.

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** `task` gives what it came to, or a function that finds that out: its time does not count. */
export async function timed(task, { warm, inner }) {
  const seconds = [];
  const cpu = [];
  let result;
  for (let i = 0; i < warm + inner; i += 1) {
    result = undefined;
    const wallStart = performance.now();
    const cpuStart = cpuSeconds();
    result = await task();
    if (i < warm) continue;
    seconds.push((performance.now() - wallStart) / 1000);
    cpu.push(cpuSeconds() - cpuStart);
  }
  const wholeCpu = cpuSeconds();
  const rssMb = process.resourceUsage().maxRSS / 1024;
  const check = typeof result === "function" ? result() : result;
  console.log(JSON.stringify({ seconds: median(seconds), cpu: median(cpu), wholeCpu, rssMb, check }));
}
