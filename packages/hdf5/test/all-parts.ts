import { later } from "../src/chunk-index/chunk-index.ts";
import { rareReferences } from "../src/datatypes/decode-elements.ts";
import { sharing } from "../src/headers/open-file-over.ts";

// Tests that parse without a runner, which would wait for what is loaded late.
await Promise.all([rareReferences.load(), sharing.load(), later.load()]);
