/**
 * The contract of a storage as data, for the tests of any backend and any test runner.
 *
 * @example
 * ```ts
 * for (const contractCase of storageContract)
 *   test.skipIf(!concerns(contractCase, capabilities, true))(contractCase.name, () => contractCase.run({ filled, fresh }));
 * ```
 */
export { type ContractCase, concerns, type FreshPlace, type OpenContract } from "./testing/contract-case.ts";
export {
  type ContractLink,
  type ContractObject,
  type ContractTree,
  contractTarget,
  contractTree,
} from "./testing/contract-tree.ts";
export { storageContract } from "./testing/storage-contract.ts";
export { writeContractTarget, writeContractTree } from "./testing/write-contract-tree.ts";
