import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = new URL("../../packages/", import.meta.url);

/** The names that a program can import, by entry point: no export by accident. Update with `npx vitest run -u tools`. */
async function publicNames(): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const name of readdirSync(root)) {
    const manifest = JSON.parse(readFileSync(new URL(`${name}/package.json`, root), "utf8"));
    for (const [subpath, target] of Object.entries<Record<string, string>>(manifest.exports)) {
      const source = target["@hdmf-ts/source"];
      if (source === undefined) continue;
      const { metafile } = await build({
        entryPoints: [fileURLToPath(new URL(`${name}/${source}`, root))],
        bundle: false,
        write: false,
        metafile: true,
        format: "esm",
        logLevel: "silent",
      });
      const exports = Object.values(metafile.outputs).flatMap((output) => output.exports);
      names[`${manifest.name}${subpath.slice(1)}`] = exports.sort().join(" ");
    }
  }
  return names;
}

test("the public names are these", async () => {
  expect(await publicNames()).toMatchInlineSnapshot(`
    {
      "@hdmf-ts/array": "allocate assemble bytesFromNumbers checkInto compareUtf8 concatData copyElements dataEquals dataLength decodeUtf8 dtypeFromJson dtypeToJson elementBytes elementCount encodeUtf8 isBytes isColumns isCompound isNumbers isRagged isReferences isRegions isText memoryArray normalizeSelection nullReferences numbersFromBytes planBlocks readBlocks readChunked referenceAt repeatData sameDtype sameShape selectFrom sliceData takeData writeChunked",
      "@hdmf-ts/backend-hdf5": "createHDF5IO createHdf5 editHdf5 openHdf5Storage",
      "@hdmf-ts/backend-zarr": "createZarr createZarrIO isZarrFolder openZarrStorage toZarrita",
      "@hdmf-ts/build": "containerAt createManager createRegistry isA knowsType membersOf objectIdOf openRegistry resolveType textOf textsOf typeOf typedObjects wishesOf",
      "@hdmf-ts/bytes": "blobSource editableFile editableMemory fileSink fileSource folderResolver isByteSource memorySink memorySource openBytes openSink opfsSink pathKind readAll streamSink urlSource",
      "@hdmf-ts/cli": "run",
      "@hdmf-ts/codecs": "decodeChunk decodeVlenBytes decodeVlenText encodeChunk encodeVlenBytes encodeVlenText filterFromHdf5 filterFromZarr filterFromZarrV2 filterToHdf5 filterToZarr findCodec hasCodec",
      "@hdmf-ts/codecs/worker": "openCodecPool",
      "@hdmf-ts/common": "cellAt isDynamicTable isTableContainer openTable rowAt tableBehaviours",
      "@hdmf-ts/errors": "hdmfError isDamage isHdmfError",
      "@hdmf-ts/hdf5": "createHdf5File editHdf5File openHdf5File recoverHdf5File",
      "@hdmf-ts/hdf5-h5wasm": "openHdf5",
      "@hdmf-ts/hdf5/testing": "dumpHdf5 hdf5Contract",
      "@hdmf-ts/spec": "accepts cachedNamespace chooseVersions compareVersions createCatalog describeDtype fieldNameOfType hasTimeZone hdmfDialect isIsoDatetime matchChildren namespaceBuilder nwbDialect parseNamespace resolveInclusion typeAttributes",
      "@hdmf-ts/spec/check": "checkNamespaces",
      "@hdmf-ts/spec/codegen": "generateTypes generatedMark",
      "@hdmf-ts/spec/types": "",
      "@hdmf-ts/spec/yaml": "checkNamespaceYaml exportSpec readNamespaceYaml",
      "@hdmf-ts/storage": "checkName copyArray copyTree errorAt followLink hasReferences joinPath memoryStorage readCachedSpecifications readParts readTree remapReferences resolvePath sortedChildren splitPath storageIO valuesJson walk writeCachedSpecifications",
      "@hdmf-ts/storage/diff": "diffTrees",
      "@hdmf-ts/storage/testing": "concerns contractTarget contractTree storageContract writeContractTarget writeContractTree",
      "@hdmf-ts/validate": "noSpecificationIssue validate",
    }
  `);
});
