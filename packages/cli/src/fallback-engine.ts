import type { LazyArray } from "@hdmf-ts/array";
import type { BytesInput } from "@hdmf-ts/bytes";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Dataset, Hdf5File, Hdf5Object } from "@hdmf-ts/hdf5";

type OpenHdf5 = (input: BytesInput, options?: { readonly signal?: AbortSignal }) => Promise<Hdf5File>;

/** Does `first`; where that is `unsupported`, does `second`, and where that fails too, tells of the first. */
async function either<T>(first: () => Promise<T>, second: () => Promise<T>): Promise<T> {
  try {
    return await first();
  } catch (error) {
    if (!isHdmfError(error, "unsupported")) throw error;
    try {
      return await second();
    } catch {
      throw error;
    }
  }
}

function withSecond(dataset: Hdf5Dataset, other: () => Promise<LazyArray>): Hdf5Dataset {
  return {
    ...dataset,
    read: (selection, options) =>
      either(
        () => dataset.read(selection, options),
        async () => (await other()).read(selection, options),
      ),
    async *blocks(options) {
      const blocks = dataset.blocks(options)[Symbol.asyncIterator]();
      const first = await either(
        () => blocks.next(),
        async () => undefined,
      );
      if (first === undefined) {
        yield* (await other()).blocks(options);
        return;
      }
      for (let next = first; next.done !== true; next = await blocks.next()) yield next.value;
    },
  };
}

/**
 * An engine that reads with `primary`, and what that one does not support (a filter, a rare type) with `secondary`, which is opened when first
 * needed. An object has one address in both.
 */
export function fallbackEngine(primary: OpenHdf5, secondary: OpenHdf5): OpenHdf5 {
  return async (input, options) => {
    let opened: Promise<Hdf5File> | undefined;
    const second = () => {
      opened ??= secondary(input, options);
      return opened;
    };
    const file = await either(() => primary(input, options), second);
    const fromSecond = async (address: number): Promise<Hdf5Object> => {
      const [object] = await (await second()).objects([address], options);
      return object as Hdf5Object;
    };
    const wrap = (object: Hdf5Object): Hdf5Object =>
      object.kind === "dataset"
        ? withSecond(object, async () => (await fromSecond(object.address)) as Hdf5Dataset)
        : object;
    return {
      ...(file.name === undefined ? {} : { name: file.name }),
      root: file.root,
      objects: (addresses, call) =>
        either(
          async () => (await file.objects(addresses, call)).map(wrap),
          async () =>
            Promise.all(
              addresses.map((address) =>
                either(
                  async () => wrap((await file.objects([address], call))[0] as Hdf5Object),
                  () => fromSecond(address),
                ),
              ),
            ),
        ),
      async close() {
        await file.close();
        const other = await opened?.catch(() => undefined);
        if (other !== file) await other?.close();
      },
    };
  };
}
