export { readDenseLinks } from "../groups/dense-links.ts";
export { readDenseAttributes } from "../headers/dense-attributes.ts";
