import { hdmfError } from "@hdmf-ts/errors";
import { allocate } from "./allocate.ts";
import { assemble } from "./assembly.ts";
import { dataLength } from "./data-length.ts";
import type { Grid } from "./grid.ts";
import { checkInto } from "./into.ts";
import type { NdArray, NumberArray } from "./nd-array.ts";
import { type NormalizedSelection, normalizeSelection } from "./normalize-selection.ts";
import type { Selection } from "./selection.ts";
import { elementCount, stridesOf } from "./shape.ts";

/**
 * What a selection takes of an array, in new memory (or in `into`, see `ReadOptions`).
 * @throws `invalid` for a selection that does not fit, or data that is not as long as its shape says.
 */
export function selectFrom(nd: NdArray, selection?: Selection, into?: NumberArray): NdArray {
  const { dtype, shape, data } = nd;
  if (shape === null) {
    if (selection?.length) throw hdmfError("invalid", "Nothing can be selected of an array without elements.");
    return { dtype, shape, data: allocate(dtype, 0) };
  }
  const normalized = normalizeSelection(selection, shape);
  const count = elementCount(normalized.shape);
  if (count > 0 && dataLength(dtype, data) < elementCount(shape)) {
    throw hdmfError("invalid", `The data of shape [${shape.join(", ")}] has only ${dataLength(dtype, data)} elements.`);
  }
  const assembly = assemble(dtype, count, checkInto(dtype, count, into));
  assembly.place(data, selectionGrid(normalized, shape));
  return { dtype, shape: normalized.shape, data: assembly.finish() };
}

function selectionGrid({ axes }: NormalizedSelection, shape: readonly number[]): Grid {
  const fromStrides = stridesOf(shape);
  const toStrides = stridesOf(axes.map((axis) => axis.count));
  let from = 0;
  const grid = axes.map((axis, index) => {
    const stride = fromStrides[index]!;
    const toStep = toStrides[index]!;
    const { count } = axis;
    if ("indices" in axis) {
      const fromList = axis.indices.map((at) => at * stride);
      return { count, fromStep: 0, toStep: 0, fromList, toList: fromList.map((_, at) => at * toStep) };
    }
    from += axis.start * stride;
    return { count, fromStep: axis.step * stride, toStep };
  });
  return { from, to: 0, axes: grid };
}
