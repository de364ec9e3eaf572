/**
 * The contract of an engine as data, for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of hdf5Contract)
 *   test(name, () => run((fixture) => openHdf5(`conformance/fixtures/hdf5/${fixture}`)));
 * ```
 */
export { dumpHdf5, type Json } from "./testing/dump.ts";
export { type Hdf5ContractCase, hdf5Contract, type OpenFixture } from "./testing/hdf5-contract.ts";
