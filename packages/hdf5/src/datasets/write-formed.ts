export { writeChunkTree } from "../chunk-index/write-chunk-tree.ts";
export { datasetDraft } from "../writer/dataset-draft.ts";
export { appendedStart } from "./appended-start.ts";
export { encodeFilterPipeline } from "./encode-filter-pipeline.ts";
export { chunkedWriter } from "./write-chunked.ts";
export { planDataset } from "./write-plan.ts";
