/** Lists, and references other than those to whole objects in their first form: few files have them, so they are loaded when first needed. */
export { gatherLists } from "./decode-lists.ts";
export { decodeRegions } from "./decode-regions.ts";
export { decodeRevisedReferences } from "./decode-revised-references.ts";
