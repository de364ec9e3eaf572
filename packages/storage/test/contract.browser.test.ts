import { test } from "vitest";
import { storageContract } from "../src/testing.ts";
import { memoryContract } from "./memory-contract.ts";

test.each(storageContract)("memory $name", ({ run }) => run(memoryContract));
