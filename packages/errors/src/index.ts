/**
 * The errors of all `@hdmf-ts` packages: ordinary `Error`s with a tag, recognised by {@link isHdmfError} and never by
 * `instanceof`, so that two copies of a package in one program understand each other.
 *
 * @example
 * ```ts
 * try {
 *   await openHdf5("a.nwb");
 * } catch (error) {
 *   if (isHdmfError(error, "not-found", "denied")) console.error(error.message);
 *   else throw error;
 * }
 * ```
 */
export { type ErrorDetails, type ErrorTag, type HdmfError, hdmfError, isDamage, isHdmfError } from "./hdmf-error.ts";
