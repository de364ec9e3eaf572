import { expect, test } from "vitest";
import { memoryStorage } from "../src/index.ts";
import { concerns, storageContract } from "../src/testing.ts";
import { memoryContract } from "./memory-contract.ts";

const { capabilities } = memoryStorage();

test("the memory storage can all that the contract asks for", () => {
  expect(storageContract.filter((one) => !concerns(one, capabilities, true)).map(({ name }) => name)).toEqual([]);
});

test("each case of the contract has a name of its own", () => {
  expect(new Set(storageContract.map(({ name }) => name)).size).toBe(storageContract.length);
});

test.each(storageContract)("memory $name", ({ run }) => run(memoryContract));
