// Makes the Python environments of the judges: .venv-a, .venv-b and .venv-c, with the exact versions of
// conformance/requirements-*.txt. What cannot be made is skipped, and said; tests that need it are then counted as skipped.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const environments = [
  { name: "a", python: "3.11" },
  { name: "b", python: "3.13" },
  { name: "c", python: "3.11" },
];

const run = (command, args, options = {}) => spawnSync(command, args, { encoding: "utf8", ...options });

/** The first interpreter of this version: on the path, or under pyenv. */
function findPython(version) {
  const candidates = [`python${version}`];
  const pyenv = run("pyenv", ["versions", "--bare"]);
  const root = run("pyenv", ["root"]).stdout?.trim();
  if (pyenv.status === 0 && root) {
    for (const name of pyenv.stdout.split("\n").map((line) => line.trim())) {
      if (name.startsWith(`${version}.`)) candidates.push(`${root}/versions/${name}/bin/python`);
    }
  }
  candidates.push("python3");
  return candidates.find((python) => {
    const answer = run(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
    return answer.status === 0 && answer.stdout.trim() === version;
  });
}

for (const { name, python: version } of environments) {
  const folder = `.venv-${name}`;
  const requirements = `conformance/requirements-${name}.txt`;
  const wanted = readFileSync(requirements, "utf8");
  const mark = `${folder}/requirements-installed.txt`;
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) {
    console.log(`${folder}: already there`);
    continue;
  }
  const python = findPython(version);
  if (python === undefined) {
    console.log(`${folder}: skipped, there is no Python ${version} here`);
    continue;
  }
  const made = run(python, ["-m", "venv", "--clear", folder]);
  const installed =
    made.status === 0
      ? run(`${folder}/bin/python`, [
          "-m",
          "pip",
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "-r",
          requirements,
        ])
      : made;
  if (installed.status === 0) {
    writeFileSync(mark, wanted);
    console.log(`${folder}: made with Python ${version}`);
  } else {
    console.log(`${folder}: skipped, ${(installed.stderr || String(installed.error)).trim().split("\n").at(-1)}`);
  }
}
