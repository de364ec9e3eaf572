import { later } from "../src/chunk-index/chunk-index.ts";
import { otherLayouts } from "../src/datasets/data-layout.ts";
import { formedStorage } from "../src/datasets/formed-storage.ts";
import { composites } from "../src/datatypes/composites.ts";
import { rareElements } from "../src/datatypes/decode-elements.ts";
import { sharing } from "../src/headers/open-file-over.ts";
import { denseStorage } from "../src/heaps/dense-storage.ts";
import { driverInfo } from "../src/io/superblock.ts";

// Tests that parse without a runner, which would wait for what is loaded late.
await Promise.all([
  rareElements.load(),
  sharing.load(),
  later.load(),
  denseStorage.load(),
  formedStorage.load(),
  composites.load(),
  otherLayouts.load(),
  driverInfo.load(),
]);
