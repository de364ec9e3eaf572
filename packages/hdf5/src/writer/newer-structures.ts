export { newGroupLengths, writeNewGroup } from "../groups/write-new-group.ts";
export { attributeLengths, writeAttributes } from "../headers/write-dense-attributes.ts";
export { encodeComment } from "../messages/encode-comment.ts";
