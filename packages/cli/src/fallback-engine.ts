import type { LazyArray } from "@hdmf-ts/array";
import type { BytesInput } from "@hdmf-ts/bytes";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Damage, Hdf5Dataset, Hdf5File, Hdf5Object } from "@hdmf-ts/hdf5";

type CallOptions = { readonly signal?: AbortSignal };

type OpenHdf5 = (input: BytesInput, options?: CallOptions) => Promise<Hdf5File>;

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
    const fromSecond = async (address: number, call: CallOptions): Promise<Hdf5Object> => {
      const [object] = await (await second()).objects([address], call);
      return object as Hdf5Object;
    };
    const wrap = (object: Hdf5Object): Hdf5Object =>
      object.kind === "dataset"
        ? withSecond(object, async () => (await fromSecond(object.address, {})) as Hdf5Dataset)
        : object;
    /** What is damaged by the account of `primary`, and not of a kind that `secondary` can read whole. */
    const settle = async (damage: readonly Hdf5Damage[], call: CallOptions) => {
      const instead = new Map<number, Hdf5Object>();
      for (const address of new Set(
        damage.flatMap(({ address, error }) => (error.tag === "unsupported" ? address : [])),
      )) {
        try {
          instead.set(address, await fromSecond(address, call));
        } catch (error) {
          if (!isHdmfError(error) || error.tag === "closed") throw error;
        }
      }
      return { instead, left: damage.filter(({ address }) => !instead.has(address)) };
    };
    return {
      ...(file.name === undefined ? {} : { name: file.name }),
      root: file.root,
      async objects(addresses, { onDamage, ...call } = {}) {
        const damage: Hdf5Damage[] = [];
        const read = await file.objects(addresses, { ...call, onDamage: (one) => damage.push(one) });
        const { instead, left } = await settle(damage, call);
        const [first] = left;
        if (first !== undefined && onDamage === undefined) throw first.error;
        for (const one of left) onDamage?.(one);
        const objects = new Map(read.map((object) => [object.address, wrap(object)]));
        return addresses.flatMap((address) => instead.get(address) ?? objects.get(address) ?? []);
      },
      async close() {
        await file.close();
        const other = await opened?.catch(() => undefined);
        if (other !== file) await other?.close();
      },
    };
  };
}
