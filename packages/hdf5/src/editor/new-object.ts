import type { Dtype, Shape } from "@hdmf-ts/array";
import { encodeFilterPipeline } from "../datasets/encode-filter-pipeline.ts";
import { planDataset } from "../datasets/write-plan.ts";
import { encodeDataspace } from "../datatypes/encode-dataspace.ts";
import { encodeDatatype } from "../datatypes/encode-datatype.ts";
import { encodeFillValue } from "../datatypes/encode-fill-value.ts";
import { type StoredType, usesHeap } from "../datatypes/stored-type.ts";
import { encodeSharedMessage } from "../headers/encode-pointers.ts";
import { messageType } from "../headers/message-type.ts";
import { messageFlag } from "../headers/write-object-header.ts";
import { newFileSizes } from "../io/byte-writer.ts";
import { datasetDraft } from "../writer/dataset-draft.ts";
import type { Hdf5DatasetWishes, Hdf5ObjectWishes } from "../writer/hdf5-edit.ts";
import { chunkedStore } from "./chunked-store.ts";
import { compactStore } from "./compact-store.ts";
import { contiguousStore } from "./contiguous-store.ts";
import type { EditedDataset, EditedDatatype, EditedGroup } from "./edit-objects.ts";
import type { EditSpace } from "./edit-space.ts";
import type { EditTools } from "./edit-tools.ts";
import type { ElementStore, ElementsOf } from "./element-store.ts";
import type { RawMessage } from "./raw-header.ts";

const sizes = newFileSizes;
/** Room for headers, which are in one sector so that they can be changed by one write; what does not fit goes on elsewhere. */
const groupRoom = 128;
const datasetRoom = 320;

function base(path: string, wishes: Hdf5ObjectWishes, reserved: number, space: EditSpace) {
  return {
    id: space.allocateWhole(reserved),
    path,
    header: undefined,
    reserved,
    creationOrder: wishes.creationOrder ?? false,
    comment: wishes.comment,
    references: 1,
    attributes: new Map(),
    attributesChanged: false,
    attributeRanges: [],
  };
}

export function newGroup(path: string, wishes: Hdf5ObjectWishes, space: EditSpace): EditedGroup {
  const own = base(path, wishes, groupRoom, space);
  return { ...own, kind: "group", links: new Map(), linksChanged: true, table: undefined, linkRanges: [] };
}

export function newDatatype(
  path: string,
  wishes: Hdf5ObjectWishes,
  dtype: Dtype,
  type: StoredType,
  space: EditSpace,
): EditedDatatype {
  return { ...base(path, wishes, datasetRoom, space), kind: "datatype", dtype, type };
}

/** @throws `invalid`, `unsupported`, `limit`, naming the dataset, for wishes that do not go together */
export async function newDataset(
  path: string,
  wishes: Hdf5DatasetWishes,
  type: StoredType,
  tools: EditTools,
): Promise<EditedDataset> {
  const { shape, fillValue, datatype } = wishes;
  const draft = datasetDraft(wishes, type, path);
  const what = `The fill value of ${path}`;
  if (fillValue !== undefined) await tools.checkEncodes(type, fillValue.data, 1, what);
  const fill = fillValue && (await tools.encode(type, fillValue.data, 1, what));
  const plan = planDataset(draft, () => fill ?? new Uint8Array(type.size));
  const constant: RawMessage[] = [
    datatype === undefined
      ? message(messageType.datatype, encodeDatatype(type, sizes), messageFlag.constant)
      : message(messageType.datatype, encodeSharedMessage(datatype, sizes), messageFlag.constant | messageFlag.shared),
    message(
      messageType.fill,
      encodeFillValue(fill === undefined ? {} : { bytes: fill }, plan.layout, usesHeap(type)),
      messageFlag.constant,
    ),
  ];
  if (plan.filters.length > 0)
    constant.push(message(messageType.pipeline, encodeFilterPipeline(plan.filters), messageFlag.constant));
  const dataset: ElementsOf = {
    path,
    type,
    shape,
    maxShape: plan.maxShape,
    filters: plan.filters,
    fill: fillValue?.data,
  };
  const elements: ElementStore =
    plan.layout === "chunked"
      ? chunkedStore({ ...dataset, chunks: plan.chunks }, tools, undefined)
      : plan.layout === "compact"
        ? compactStore(dataset, tools, new Uint8Array(0))
        : contiguousStore(dataset, tools, undefined);
  return { ...base(path, wishes, datasetRoom, tools.space), kind: "dataset", type, elements, constant };
}

function message(type: number, body: Uint8Array, flags: number): RawMessage {
  return { type, flags, order: 0, body };
}

/** The dataspace message of a new dataset. */
export function spaceMessage(shape: Shape, maxShape: readonly (number | null)[] | undefined): RawMessage {
  return message(
    messageType.dataspace,
    encodeDataspace({ shape, ...(maxShape && { maxShape }) }, sizes.sizeOfLengths),
    0,
  );
}
