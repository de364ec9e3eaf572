/**
 * Checks a tree of nodes against the specifications of its types; what is wrong are issues, as data.
 */
export { noSpecificationIssue } from "./no-specification.ts";
export { type ValidateOptions, validate } from "./validate.ts";
