/** What h5py reads from conformance/fixtures/hdf5: made by conformance/make_hdf5_fixtures.py, not by hand. */
export const expectedDumps: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "attributes-dense.h5": {
    "/": '{"attributes":[],"kind":"group","links":[["group",{"hard":"/group"}],["other",{"hard":"/other"}]]}',
    "/group":
      '{"attributes":[["__proto__",{"dtype":"utf8","shape":[],"value":["no prototype"]}],["ascii",{"dtype":"ascii","shape":[],"details":{"text":{"length":5,"padding":"nullpad"}},"value":["fixed"]}],["big",{"dtype":"int32","shape":[2],"details":{"byteOrder":"big"},"value":"0100000002000000"}],["bool",{"dtype":"bool","shape":[],"value":"01"}],["bools",{"dtype":"bool","shape":[2],"value":"0100"}],["complex",{"dtype":{"complex":"float64"},"shape":[],"value":"000000000000f03f0000000000000040"}],["empty",{"dtype":"utf8","shape":[],"value":[""]}],["enum",{"dtype":{"enum":[["ONE","1"],["TWO","2"]],"base":"int8"},"shape":[],"value":"02"}],["float",{"dtype":"float64","shape":[],"value":"9a9999999999b93f"}],["float32",{"dtype":"float32","shape":[],"value":"cdcccc3d"}],["int",{"dtype":"int64","shape":[],"value":"0100000000000000"}],["int8",{"dtype":"int8","shape":[],"value":"ff"}],["key",{"dtype":[["t","utf8"],["r","reference"]],"shape":[1],"value":{"t":["k"],"r":["/other"]}}],["list",{"dtype":"int64","shape":[4],"value":"0000000000000000010000000000000002000000000000000300000000000000"}],["lists",{"dtype":{"vlen":"int32"},"shape":[2],"value":{"offsets":[0,2,2],"values":"0000000001000000"}}],["matrix",{"dtype":"float32","shape":[2,3],"value":"000000000000803f0000004000004040000080400000a040"}],["no-texts",{"dtype":"utf8","shape":[0],"value":[]}],["none",{"dtype":"float64","shape":[0],"value":""}],["null",{"dtype":"int16","shape":null}],["reference",{"dtype":"reference","shape":[],"value":["/other"]}],["references",{"dtype":"reference","shape":[3],"value":["/other",null,"/group"]}],["row",{"dtype":[["a","int8"],["b","float64"]],"shape":[],"value":{"a":"01","b":"0000000000000440"}}],["text",{"dtype":"utf8","shape":[],"value":["gr\\u00fc\\u00dfe"]}],["texts",{"dtype":"utf8","shape":[4],"value":["plain","","gr\\u00fc\\u00dfe, \\u65e5\\u672c","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}],["to-root",{"dtype":"reference","shape":[],"value":["/"]}],["uint64",{"dtype":"uint64","shape":[],"value":"ffffffffffffffff"}],["\\u00fcn\\u00efc\\u00f6d\\u00e9 name with spaces/and a slash",{"dtype":"int64","shape":[],"value":"0100000000000000"}]],"kind":"group","links":[]}',
    "/other":
      '{"attributes":[["float16",{"dtype":"float16","shape":[],"value":"0000003f"}],["unit",{"dtype":"utf8","shape":[],"value":["V"]}]],"kind":"dataset","layout":"contiguous","dtype":"int64","shape":[3],"value":"000000000000000001000000000000000200000000000000"}',
  },
  "attributes.h5": {
    "/": '{"attributes":[],"kind":"group","links":[["group",{"hard":"/group"}],["other",{"hard":"/other"}]]}',
    "/group":
      '{"attributes":[["__proto__",{"dtype":"utf8","shape":[],"value":["no prototype"]}],["ascii",{"dtype":"ascii","shape":[],"details":{"text":{"length":5,"padding":"nullpad"}},"value":["fixed"]}],["big",{"dtype":"int32","shape":[2],"details":{"byteOrder":"big"},"value":"0100000002000000"}],["bool",{"dtype":"bool","shape":[],"value":"01"}],["bools",{"dtype":"bool","shape":[2],"value":"0100"}],["complex",{"dtype":{"complex":"float64"},"shape":[],"value":"000000000000f03f0000000000000040"}],["empty",{"dtype":"utf8","shape":[],"value":[""]}],["enum",{"dtype":{"enum":[["ONE","1"],["TWO","2"]],"base":"int8"},"shape":[],"value":"02"}],["float",{"dtype":"float64","shape":[],"value":"9a9999999999b93f"}],["float32",{"dtype":"float32","shape":[],"value":"cdcccc3d"}],["int",{"dtype":"int64","shape":[],"value":"0100000000000000"}],["int8",{"dtype":"int8","shape":[],"value":"ff"}],["key",{"dtype":[["t","utf8"],["r","reference"]],"shape":[1],"value":{"t":["k"],"r":["/other"]}}],["list",{"dtype":"int64","shape":[4],"value":"0000000000000000010000000000000002000000000000000300000000000000"}],["lists",{"dtype":{"vlen":"int32"},"shape":[2],"value":{"offsets":[0,2,2],"values":"0000000001000000"}}],["matrix",{"dtype":"float32","shape":[2,3],"value":"000000000000803f0000004000004040000080400000a040"}],["no-texts",{"dtype":"utf8","shape":[0],"value":[]}],["none",{"dtype":"float64","shape":[0],"value":""}],["null",{"dtype":"int16","shape":null}],["reference",{"dtype":"reference","shape":[],"value":["/other"]}],["references",{"dtype":"reference","shape":[3],"value":["/other",null,"/group"]}],["row",{"dtype":[["a","int8"],["b","float64"]],"shape":[],"value":{"a":"01","b":"0000000000000440"}}],["text",{"dtype":"utf8","shape":[],"value":["gr\\u00fc\\u00dfe"]}],["texts",{"dtype":"utf8","shape":[4],"value":["plain","","gr\\u00fc\\u00dfe, \\u65e5\\u672c","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}],["to-root",{"dtype":"reference","shape":[],"value":["/"]}],["uint64",{"dtype":"uint64","shape":[],"value":"ffffffffffffffff"}],["\\u00fcn\\u00efc\\u00f6d\\u00e9 name with spaces/and a slash",{"dtype":"int64","shape":[],"value":"0100000000000000"}]],"kind":"group","links":[]}',
    "/other":
      '{"attributes":[["float16",{"dtype":"float16","shape":[],"value":"0000003f"}],["unit",{"dtype":"utf8","shape":[],"value":["V"]}]],"kind":"dataset","layout":"contiguous","dtype":"int64","shape":[3],"value":"000000000000000001000000000000000200000000000000"}',
  },
  "latest.h5": {
    "/": '{"attributes":[],"kind":"group","links":[["btree",{"hard":"/btree"}],["contiguous",{"hard":"/contiguous"}],["dense",{"hard":"/dense"}],["extensible-array",{"hard":"/extensible-array"}],["few",{"hard":"/few"}],["fixed-array",{"hard":"/fixed-array"}],["gzip",{"hard":"/gzip"}],["ordered",{"hard":"/ordered"}],["single-chunk",{"hard":"/single-chunk"}],["texts",{"hard":"/texts"}]]}',
    "/btree":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int32","shape":[9,11],"value":"sha256:8b57f9edec87cfc287ce8bc8ea86a02b254a7621a6ad92e42e1712c8fad1d7bd","maxShape":[null,null],"chunks":[2,3]}',
    "/contiguous":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int32","shape":[9,11],"value":"sha256:8b57f9edec87cfc287ce8bc8ea86a02b254a7621a6ad92e42e1712c8fad1d7bd"}',
    "/dense":
      '{"attributes":[["attribute 0",{"dtype":"int64","shape":[],"value":"0000000000000000"}],["attribute 1",{"dtype":"int64","shape":[],"value":"0100000000000000"}],["attribute 10",{"dtype":"int64","shape":[],"value":"0a00000000000000"}],["attribute 11",{"dtype":"int64","shape":[],"value":"0b00000000000000"}],["attribute 12",{"dtype":"int64","shape":[],"value":"0c00000000000000"}],["attribute 13",{"dtype":"int64","shape":[],"value":"0d00000000000000"}],["attribute 14",{"dtype":"int64","shape":[],"value":"0e00000000000000"}],["attribute 15",{"dtype":"int64","shape":[],"value":"0f00000000000000"}],["attribute 16",{"dtype":"int64","shape":[],"value":"1000000000000000"}],["attribute 17",{"dtype":"int64","shape":[],"value":"1100000000000000"}],["attribute 18",{"dtype":"int64","shape":[],"value":"1200000000000000"}],["attribute 19",{"dtype":"int64","shape":[],"value":"1300000000000000"}],["attribute 2",{"dtype":"int64","shape":[],"value":"0200000000000000"}],["attribute 3",{"dtype":"int64","shape":[],"value":"0300000000000000"}],["attribute 4",{"dtype":"int64","shape":[],"value":"0400000000000000"}],["attribute 5",{"dtype":"int64","shape":[],"value":"0500000000000000"}],["attribute 6",{"dtype":"int64","shape":[],"value":"0600000000000000"}],["attribute 7",{"dtype":"int64","shape":[],"value":"0700000000000000"}],["attribute 8",{"dtype":"int64","shape":[],"value":"0800000000000000"}],["attribute 9",{"dtype":"int64","shape":[],"value":"0900000000000000"}]],"kind":"group","links":[["hard",{"hard":"/dense"}],["outside",{"external":{"source":"other.h5","path":"/x"}}],["soft 0",{"soft":"/target 0"}],["soft 1",{"soft":"/target 1"}],["soft 10",{"soft":"/target 10"}],["soft 11",{"soft":"/target 11"}],["soft 12",{"soft":"/target 12"}],["soft 13",{"soft":"/target 13"}],["soft 14",{"soft":"/target 14"}],["soft 15",{"soft":"/target 15"}],["soft 16",{"soft":"/target 16"}],["soft 17",{"soft":"/target 17"}],["soft 18",{"soft":"/target 18"}],["soft 19",{"soft":"/target 19"}],["soft 2",{"soft":"/target 2"}],["soft 3",{"soft":"/target 3"}],["soft 4",{"soft":"/target 4"}],["soft 5",{"soft":"/target 5"}],["soft 6",{"soft":"/target 6"}],["soft 7",{"soft":"/target 7"}],["soft 8",{"soft":"/target 8"}],["soft 9",{"soft":"/target 9"}]]}',
    "/extensible-array":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int32","shape":[9,11],"value":"sha256:8b57f9edec87cfc287ce8bc8ea86a02b254a7621a6ad92e42e1712c8fad1d7bd","maxShape":[null,11],"chunks":[2,3]}',
    "/few":
      '{"attributes":[["zebra",{"dtype":"float32","shape":[],"value":"0000003f"}],["apple",{"dtype":"float32","shape":[],"value":"0000003f"}]],"kind":"group","links":[["zebra",{"soft":"/dense"}],["apple",{"soft":"/dense"}]],"order":"creation"}',
    "/fixed-array":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int32","shape":[9,11],"value":"sha256:8b57f9edec87cfc287ce8bc8ea86a02b254a7621a6ad92e42e1712c8fad1d7bd","chunks":[2,3]}',
    "/gzip":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int32","shape":[9,11],"value":"sha256:8b57f9edec87cfc287ce8bc8ea86a02b254a7621a6ad92e42e1712c8fad1d7bd","maxShape":[null,11],"chunks":[4,4],"filters":[{"name":"deflate","id":1,"options":[4]}]}',
    "/ordered":
      '{"attributes":[["attribute 3",{"dtype":"utf8","shape":[],"value":["text 3"]}],["attribute 1",{"dtype":"utf8","shape":[],"value":["text 1"]}],["attribute 2",{"dtype":"utf8","shape":[],"value":["text 2"]}],["attribute 0",{"dtype":"utf8","shape":[],"value":["text 0"]}],["attribute 9",{"dtype":"utf8","shape":[],"value":["text 9"]}],["attribute 8",{"dtype":"utf8","shape":[],"value":["text 8"]}],["attribute 7",{"dtype":"utf8","shape":[],"value":["text 7"]}],["attribute 6",{"dtype":"utf8","shape":[],"value":["text 6"]}],["attribute 5",{"dtype":"utf8","shape":[],"value":["text 5"]}],["attribute 4",{"dtype":"utf8","shape":[],"value":["text 4"]}]],"kind":"group","links":[["link 3",{"soft":"/dense"}],["link 1",{"soft":"/dense"}],["link 2",{"soft":"/dense"}],["link 0",{"soft":"/dense"}],["link 9",{"soft":"/dense"}],["link 8",{"soft":"/dense"}],["link 7",{"soft":"/dense"}],["link 6",{"soft":"/dense"}],["link 5",{"soft":"/dense"}],["link 4",{"soft":"/dense"}]],"order":"creation"}',
    "/single-chunk":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int32","shape":[9,11],"value":"sha256:8b57f9edec87cfc287ce8bc8ea86a02b254a7621a6ad92e42e1712c8fad1d7bd","chunks":[9,11]}',
    "/texts":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[4],"value":["plain","","gr\\u00fc\\u00dfe, \\u65e5\\u672c","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}',
  },
  "layouts.h5": {
    "/": '{"attributes":[],"kind":"group","links":[["bounded",{"hard":"/bounded"}],["compact",{"hard":"/compact"}],["contiguous",{"hard":"/contiguous"}],["fill-big",{"hard":"/fill-big"}],["fill-compound",{"hard":"/fill-compound"}],["fill-text",{"hard":"/fill-text"}],["filled",{"hard":"/filled"}],["fletcher32",{"hard":"/fletcher32"}],["grid",{"hard":"/grid"}],["growing",{"hard":"/growing"}],["gzip",{"hard":"/gzip"}],["gzip-9",{"hard":"/gzip-9"}],["gzip-text",{"hard":"/gzip-text"}],["never-written",{"hard":"/never-written"}],["scaleoffset",{"hard":"/scaleoffset"}],["shuffle",{"hard":"/shuffle"}],["three",{"hard":"/three"}]]}',
    "/bounded":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int64","shape":[4],"value":"0000000000000000010000000000000002000000000000000300000000000000","maxShape":[10],"chunks":[3]}',
    "/compact":
      '{"attributes":[],"kind":"dataset","layout":"compact","dtype":"int16","shape":[4],"value":"0000010002000300"}',
    "/contiguous":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int32","shape":[5,7],"value":"000000000100000002000000030000000400000005000000060000000700000008000000090000000a0000000b0000000c0000000d0000000e0000000f000000100000001100000012000000130000001400000015000000160000001700000018000000190000001a0000001b0000001c0000001d0000001e0000001f000000200000002100000022000000"}',
    "/fill-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int32","shape":[2],"details":{"byteOrder":"big"},"value":"0201000002010000","fillValue":"02010000"}',
    "/fill-compound":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["a","int16"],["b","float32"]],"shape":[2],"value":{"a":"03000300","b":"0000003f0000003f"},"fillValue":{"a":"0300","b":"0000003f"}}',
    "/fill-text":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[2],"value":["filled","filled"],"fillValue":["filled"]}',
    "/filled":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int16","shape":[6],"value":"010002000700070007000700","chunks":[2],"fillValue":"0700"}',
    "/fletcher32":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"float64","shape":[2000],"value":"sha256:78b78060cda8cd4c9484a027610862d68826cbc7af9f61b55c6b28b5cc15b73b","chunks":[256],"filters":[{"name":"fletcher32","id":3,"options":[]}]}',
    "/grid":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int32","shape":[5,7],"value":"000000000100000002000000030000000400000005000000060000000700000008000000090000000a0000000b0000000c0000000d0000000e0000000f000000100000001100000012000000130000001400000015000000160000001700000018000000190000001a0000001b0000001c0000001d0000001e0000001f000000200000002100000022000000","maxShape":[null,7],"chunks":[2,3]}',
    "/growing":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"float32","shape":[0,3],"value":"","maxShape":[null,3],"chunks":[4,3]}',
    "/gzip":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"float64","shape":[2000],"value":"sha256:78b78060cda8cd4c9484a027610862d68826cbc7af9f61b55c6b28b5cc15b73b","chunks":[256],"filters":[{"name":"deflate","id":1,"options":[4]}]}',
    "/gzip-9":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"float64","shape":[2000],"value":"sha256:78b78060cda8cd4c9484a027610862d68826cbc7af9f61b55c6b28b5cc15b73b","chunks":[256],"filters":[{"name":"deflate","id":1,"options":[9]}]}',
    "/gzip-text":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"utf8","shape":[12],"value":["plain","","gr\\u00fc\\u00dfe, \\u65e5\\u672c","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","plain","","gr\\u00fc\\u00dfe, \\u65e5\\u672c","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","plain","","gr\\u00fc\\u00dfe, \\u65e5\\u672c","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],"chunks":[5],"filters":[{"name":"deflate","id":1,"options":[4]}]}',
    "/never-written":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float32","shape":[2,2],"value":"0000c0bf0000c0bf0000c0bf0000c0bf","fillValue":"0000c0bf"}',
    "/scaleoffset":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"int32","shape":[500],"value":"sha256:cc195f7bf70e85313668a0051283427158b584dafa40e3db8044eb0f27b08ae6","chunks":[100],"filters":[{"name":"scaleoffset","id":6,"options":[2,0,100,0,4,1,0,1,0,0,0,0,0,0,0,0,0,0,0,0]}]}',
    "/shuffle":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"float64","shape":[2000],"value":"sha256:78b78060cda8cd4c9484a027610862d68826cbc7af9f61b55c6b28b5cc15b73b","chunks":[256],"filters":[{"name":"shuffle","id":2,"options":[8]}]}',
    "/three":
      '{"attributes":[],"kind":"dataset","layout":"chunked","dtype":"float64","shape":[2000],"value":"sha256:78b78060cda8cd4c9484a027610862d68826cbc7af9f61b55c6b28b5cc15b73b","chunks":[256],"filters":[{"name":"shuffle","id":2,"options":[8]},{"name":"deflate","id":1,"options":[4]},{"name":"fletcher32","id":3,"options":[]}]}',
  },
  "links.h5": {
    "/": '{"attributes":[],"kind":"group","links":[["a",{"hard":"/a"}],["creation-order",{"hard":"/creation-order"}],["dead",{"soft":"/no/such"}],["hard",{"hard":"/a/data"}],["loop",{"soft":"/loop"}],["names",{"hard":"/names"}],["outside",{"external":{"source":"other.h5","path":"/x/y"}}],["outside-dead",{"external":{"source":"../no such file.h5","path":"/"}}],["plain-order",{"hard":"/plain-order"}],["relative",{"soft":"a/data"}],["soft",{"soft":"/a/data"}]]}',
    "/a": '{"attributes":[],"kind":"group","links":[["back",{"hard":"/a"}],["data",{"hard":"/a/data"}]]}',
    "/a/data":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int64","shape":[3],"value":"000000000000000001000000000000000200000000000000"}',
    "/creation-order":
      '{"attributes":[["zebra",{"dtype":"int64","shape":[],"value":"0100000000000000"}],["apple",{"dtype":"int64","shape":[],"value":"0100000000000000"}],["mango",{"dtype":"int64","shape":[],"value":"0100000000000000"}]],"kind":"group","links":[["zebra",{"hard":"/creation-order/zebra"}],["apple",{"hard":"/creation-order/apple"}],["mango",{"hard":"/creation-order/mango"}]],"order":"creation"}',
    "/creation-order/apple": '{"attributes":[],"kind":"group","links":[]}',
    "/creation-order/mango": '{"attributes":[],"kind":"group","links":[]}',
    "/creation-order/zebra": '{"attributes":[],"kind":"group","links":[]}',
    "/names":
      '{"attributes":[],"kind":"group","links":[[".hidden",{"hard":"/names/.hidden"}],["0",{"hard":"/names/0"}],["__proto__",{"hard":"/names/__proto__"}],["a.b",{"hard":"/names/a.b"}],["constructor",{"hard":"/names/constructor"}],["with space",{"hard":"/names/with space"}],["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",{"hard":"/names/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}],["\\u00fcn\\u00efc\\u00f6d\\u00e9",{"hard":"/names/\\u00fcn\\u00efc\\u00f6d\\u00e9"}],["\\u65e5\\u672c",{"hard":"/names/\\u65e5\\u672c"}]]}',
    "/names/.hidden": '{"attributes":[],"kind":"group","links":[]}',
    "/names/0": '{"attributes":[],"kind":"group","links":[]}',
    "/names/__proto__": '{"attributes":[],"kind":"group","links":[]}',
    "/names/a.b": '{"attributes":[],"kind":"group","links":[]}',
    "/names/constructor": '{"attributes":[],"kind":"group","links":[]}',
    "/names/with space": '{"attributes":[],"kind":"group","links":[]}',
    "/names/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx":
      '{"attributes":[],"kind":"group","links":[]}',
    "/names/ünïcödé": '{"attributes":[],"kind":"group","links":[]}',
    "/names/日本": '{"attributes":[],"kind":"group","links":[]}',
    "/plain-order":
      '{"attributes":[],"kind":"group","links":[["apple",{"hard":"/plain-order/apple"}],["mango",{"hard":"/plain-order/mango"}],["zebra",{"hard":"/plain-order/zebra"}]]}',
    "/plain-order/apple": '{"attributes":[],"kind":"group","links":[]}',
    "/plain-order/mango": '{"attributes":[],"kind":"group","links":[]}',
    "/plain-order/zebra": '{"attributes":[],"kind":"group","links":[]}',
  },
  "references.h5": {
    "/": '{"attributes":[],"kind":"group","links":[["a",{"hard":"/a"}],["colour",{"hard":"/colour"}],["lists",{"hard":"/lists"}],["never-written",{"hard":"/never-written"}],["object",{"hard":"/object"}],["objects",{"hard":"/objects"}],["points",{"hard":"/points"}],["regions",{"hard":"/regions"}],["square",{"hard":"/square"}],["type",{"hard":"/type"}],["typed",{"hard":"/typed"}]]}',
    "/a": '{"attributes":[["typed",{"dtype":[["a","int32"],["b","float64"]],"shape":[],"datatype":"/type","value":{"a":"03000000","b":"000000000000f83f"}}]],"kind":"group","links":[["grid",{"hard":"/a/grid"}]]}',
    "/a/grid":
      '{"attributes":[["region",{"dtype":"region","shape":[],"value":[{"path":"/a/grid","count":4}]}]],"kind":"dataset","layout":"contiguous","dtype":"int64","shape":[5,7],"value":"sha256:3eb67723262a342a162c03353f1dd3a99bfeaa735dc8087744ea62c633c2d8cd"}',
    "/colour": '{"attributes":[],"kind":"datatype","dtype":{"enum":[["BLUE","2"],["RED","1"]],"base":"int8"}}',
    "/lists":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"vlen":"reference"},"shape":[2],"value":{"offsets":[0,2,2],"values":["/a/grid","/a"]}}',
    "/never-written":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"reference","shape":[3],"value":[null,null,null]}',
    "/object":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"reference","shape":[],"value":["/a/grid"]}',
    "/objects":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"reference","shape":[4],"value":["/a/grid","/a","/",null]}',
    "/points":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"region","shape":[1],"value":[{"path":"/a/grid","count":3}]}',
    "/regions":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"region","shape":[4],"value":[{"path":"/a/grid","count":6},{"path":"/a/grid","count":7},{"path":"/a/grid","count":35},null]}',
    "/square":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"reference","shape":[2,2],"value":["/a/grid","/a","/a","/a/grid"]}',
    "/type":
      '{"attributes":[["note",{"dtype":"utf8","shape":[],"value":["a committed datatype"]}]],"kind":"datatype","dtype":[["a","int32"],["b","float64"]]}',
    "/typed":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["a","int32"],["b","float64"]],"shape":[2],"datatype":"/type","value":{"a":"0100000002000000","b":"000000000000e03f000000000000e0bf"}}',
  },
  "types.h5": {
    "/": '{"attributes":[],"kind":"group","links":[["compounds",{"hard":"/compounds"}],["enums",{"hard":"/enums"}],["groups",{"hard":"/groups"}],["numbers",{"hard":"/numbers"}],["others",{"hard":"/others"}],["texts",{"hard":"/texts"}]]}',
    "/compounds":
      '{"attributes":[],"kind":"group","links":[["all-big",{"hard":"/compounds/all-big"}],["big-with-others",{"hard":"/compounds/big-with-others"}],["big-with-text",{"hard":"/compounds/big-with-text"}],["gaps",{"hard":"/compounds/gaps"}],["little-with-others",{"hard":"/compounds/little-with-others"}],["little-with-text",{"hard":"/compounds/little-with-text"}],["mixed-order",{"hard":"/compounds/mixed-order"}],["nested",{"hard":"/compounds/nested"}],["plain",{"hard":"/compounds/plain"}],["with-arrays",{"hard":"/compounds/with-arrays"}],["with-references",{"hard":"/compounds/with-references"}],["with-text",{"hard":"/compounds/with-text"}],["with-vlen",{"hard":"/compounds/with-vlen"}]]}',
    "/compounds/all-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["i","int32"],["f","float64"]],"shape":[2],"details":{"fields":[["i",{"byteOrder":"big"}],["f",{"byteOrder":"big"}]]},"value":{"i":"0100000003000000","f":"000000000000044000000000000012c0"}}',
    "/compounds/big-with-others":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["i","int16"],["s","ascii"],["r","reference"],["v",{"array":[2],"base":"int32"}]],"shape":[2],"details":{"fields":[["i",{"byteOrder":"big"}],["s",{"text":{"length":3,"padding":"nullpad"}}],["v",{"base":{"byteOrder":"big"}}]]},"value":{"i":"0201feff","s":["abc","d"],"r":["/groups/target",null],"v":"01000000020000000300000070110100"}}',
    "/compounds/big-with-text":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["i","int16"],["t","utf8"],["f","float32"]],"shape":[2],"details":{"fields":[["i",{"byteOrder":"big"}],["f",{"byteOrder":"big"}]]},"value":{"i":"02010200","t":["x","yy"],"f":"0000003f000080bf"}}',
    "/compounds/gaps":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["b","int16"],["a","float64"]],"shape":[2],"details":{"offsets":[12,2],"size":20},"value":{"b":"0100ffff","a":"000000000000044000000000000004c0"}}',
    "/compounds/little-with-others":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["i","int16"],["s","ascii"],["r","reference"],["v",{"array":[2],"base":"int32"}]],"shape":[2],"details":{"fields":[["s",{"text":{"length":3,"padding":"nullpad"}}]]},"value":{"i":"0201feff","s":["abc","d"],"r":["/groups/target",null],"v":"01000000020000000300000070110100"}}',
    "/compounds/little-with-text":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["i","int16"],["t","utf8"],["f","float32"]],"shape":[2],"value":{"i":"02010200","t":["x","yy"],"f":"0000003f000080bf"}}',
    "/compounds/mixed-order":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["little","int32"],["big","int32"]],"shape":[2],"details":{"fields":[["big",{"byteOrder":"big"}]]},"value":{"little":"0100000003000000","big":"0200000004000000"}}',
    "/compounds/nested":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["in",[["a","int8"],["b","int64"]]],["out","uint8"]],"shape":[2],"value":{"in":{"a":"0104","b":"02000000000000000500000000000000"},"out":"0306"}}',
    "/compounds/plain":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["x","uint32"],["y","uint32"],["weight","float32"]],"shape":[2],"value":{"x":"0100000003000000","y":"0200000004000000","weight":"0000003f000080be"}}',
    "/compounds/with-arrays":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["v",{"array":[2,3],"base":"int16"}],["on","bool"],["s",{"array":[2],"base":"ascii"}]],"shape":[2],"details":{"fields":[["s",{"base":{"text":{"length":2,"padding":"nullpad"}}}]]},"value":{"v":"00000100020003000400050006000700080009000a000b00","on":"0100","s":["ab","c","","zz"]}}',
    "/compounds/with-references":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["idx_start","int32"],["count","int32"],["timeseries","reference"]],"shape":[3],"value":{"idx_start":"ceffffff0000000009000000","count":"000000000000000000000000","timeseries":["/groups/target",null,"/groups"]}}',
    "/compounds/with-text":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["key","utf8"],["n","uint16"],["value","ascii"],["fixed","ascii"]],"shape":[2],"details":{"fields":[["fixed",{"text":{"length":3,"padding":"nullpad"}}]]},"value":{"key":["a",""],"n":"01000200","value":["b","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"],"fixed":["abc",""]}}',
    "/compounds/with-vlen":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":[["n","int8"],["list",{"vlen":"float32"}],["t","utf8"]],"shape":[3],"value":{"n":"010203","list":{"offsets":[0,2,2,5],"values":"000000000000803f000000400000404000008040"},"t":["a","b","c"]}}',
    "/enums":
      '{"attributes":[],"kind":"group","links":[["int64",{"hard":"/enums/int64"}],["int8",{"hard":"/enums/int8"}],["uint32",{"hard":"/enums/uint32"}]]}',
    "/enums/int64":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"enum":[["BIG","1099511627777"],["LOW","-9223372036854775808"],["ONE","1"]],"base":"int64"},"shape":[3],"value":"010000000001000000000000000000800100000000000000"}',
    "/enums/int8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"enum":[["GREEN","1"],["RED","0"],["__proto__","-3"]],"base":"int8"},"shape":[4],"value":"0001fd00"}',
    "/enums/uint32":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"enum":[["MAX","4294967295"]],"base":"uint32"},"shape":[1],"value":"ffffffff"}',
    "/groups": '{"attributes":[],"kind":"group","links":[["target",{"hard":"/groups/target"}]]}',
    "/groups/target": '{"attributes":[],"kind":"group","links":[]}',
    "/numbers":
      '{"attributes":[],"kind":"group","links":[["bfloat16",{"hard":"/numbers/bfloat16"}],["bitfield16-big",{"hard":"/numbers/bitfield16-big"}],["bitfield8",{"hard":"/numbers/bitfield8"}],["bool",{"hard":"/numbers/bool"}],["complex128",{"hard":"/numbers/complex128"}],["complex64",{"hard":"/numbers/complex64"}],["float16",{"hard":"/numbers/float16"}],["float16-big",{"hard":"/numbers/float16-big"}],["float32",{"hard":"/numbers/float32"}],["float32-big",{"hard":"/numbers/float32-big"}],["float64",{"hard":"/numbers/float64"}],["float64-big",{"hard":"/numbers/float64-big"}],["int16",{"hard":"/numbers/int16"}],["int16-big",{"hard":"/numbers/int16-big"}],["int20",{"hard":"/numbers/int20"}],["int32",{"hard":"/numbers/int32"}],["int32-big",{"hard":"/numbers/int32-big"}],["int64",{"hard":"/numbers/int64"}],["int64-big",{"hard":"/numbers/int64-big"}],["int8",{"hard":"/numbers/int8"}],["nan-payload",{"hard":"/numbers/nan-payload"}],["scalar",{"hard":"/numbers/scalar"}],["three-axes",{"hard":"/numbers/three-axes"}],["uint16",{"hard":"/numbers/uint16"}],["uint16-big",{"hard":"/numbers/uint16-big"}],["uint24",{"hard":"/numbers/uint24"}],["uint32",{"hard":"/numbers/uint32"}],["uint32-big",{"hard":"/numbers/uint32-big"}],["uint64",{"hard":"/numbers/uint64"}],["uint64-big",{"hard":"/numbers/uint64-big"}],["uint8",{"hard":"/numbers/uint8"}]]}',
    "/numbers/bfloat16":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"float":{"bytes":2}},"shape":[2],"details":{"typeMessage":"11200f000200000000001000070800077f000000"},"value":"803f00c0"}',
    "/numbers/bitfield16-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"bitfield":2},"shape":[2],"details":{"byteOrder":"big"},"value":"01020304"}',
    "/numbers/bitfield8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"bitfield":1},"shape":[3],"value":"0102ff"}',
    "/numbers/bool":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"bool","shape":[3],"value":"010001"}',
    "/numbers/complex128":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"complex":"float64"},"shape":[2],"value":"000000000000f03f0000000000000040000000000000f87f000000000000f07f"}',
    "/numbers/complex64":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"complex":"float32"},"shape":[2],"value":"0000803f0000004000000080000000bf"}',
    "/numbers/float16":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float16","shape":[8],"value":"00000000000000800000c03f0000807f000080ff0000c07f00e07f4700008038"}',
    "/numbers/float16-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float16","shape":[8],"details":{"byteOrder":"big"},"value":"00000000000000800000c03f0000807f000080ff0000c07f00e07f4700008038"}',
    "/numbers/float32":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float32","shape":[8],"value":"00000000000000800000c03f0000807f000080ff0000c07fffff7f7f00008000"}',
    "/numbers/float32-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float32","shape":[8],"details":{"byteOrder":"big"},"value":"00000000000000800000c03f0000807f000080ff0000c07fffff7f7f00008000"}',
    "/numbers/float64":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float64","shape":[8],"value":"00000000000000000000000000000080000000000000f83f000000000000f07f000000000000f0ff000000000000f87fffffffffffffef7f0000000000001000"}',
    "/numbers/float64-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float64","shape":[8],"details":{"byteOrder":"big"},"value":"00000000000000000000000000000080000000000000f83f000000000000f07f000000000000f0ff000000000000f87fffffffffffffef7f0000000000001000"}',
    "/numbers/int16":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int16","shape":[4],"value":"008000000100ff7f"}',
    "/numbers/int16-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int16","shape":[4],"details":{"byteOrder":"big"},"value":"008000000100ff7f"}',
    "/numbers/int20":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"integer":{"bytes":4,"bits":20,"offset":4,"signed":true}},"shape":[3],"value":"1000000020000000f0ffffff"}',
    "/numbers/int32":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int32","shape":[4],"value":"000000800000000001000000ffffff7f"}',
    "/numbers/int32-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int32","shape":[4],"details":{"byteOrder":"big"},"value":"000000800000000001000000ffffff7f"}',
    "/numbers/int64":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int64","shape":[4],"value":"000000000000008000000000000000000100000000000000ffffffffffffff7f"}',
    "/numbers/int64-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int64","shape":[4],"details":{"byteOrder":"big"},"value":"000000000000008000000000000000000100000000000000ffffffffffffff7f"}',
    "/numbers/int8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int8","shape":[4],"value":"8000017f"}',
    "/numbers/nan-payload":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float64","shape":[2],"value":"010000000000f07fbc0a00000000f8ff"}',
    "/numbers/scalar":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"int16","shape":[],"value":"f9ff"}',
    "/numbers/three-axes":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint16","shape":[2,3,4],"value":"00000100020003000400050006000700080009000a000b000c000d000e000f0010001100120013001400150016001700"}',
    "/numbers/uint16":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint16","shape":[4],"value":"000000000100ffff"}',
    "/numbers/uint16-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint16","shape":[4],"details":{"byteOrder":"big"},"value":"000000000100ffff"}',
    "/numbers/uint24":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"integer":{"bytes":3,"bits":24,"offset":0,"signed":false}},"shape":[2],"value":"010203ffffff"}',
    "/numbers/uint32":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint32","shape":[4],"value":"000000000000000001000000ffffffff"}',
    "/numbers/uint32-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint32","shape":[4],"details":{"byteOrder":"big"},"value":"000000000000000001000000ffffffff"}',
    "/numbers/uint64":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint64","shape":[4],"value":"000000000000000000000000000000000100000000000000ffffffffffffffff"}',
    "/numbers/uint64-big":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint64","shape":[4],"details":{"byteOrder":"big"},"value":"000000000000000000000000000000000100000000000000ffffffffffffffff"}',
    "/numbers/uint8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint8","shape":[4],"value":"000001ff"}',
    "/others":
      '{"attributes":[],"kind":"group","links":[["array",{"hard":"/others/array"}],["no-elements",{"hard":"/others/no-elements"}],["null",{"hard":"/others/null"}],["null-text",{"hard":"/others/null-text"}],["opaque",{"hard":"/others/opaque"}],["vlen-int32",{"hard":"/others/vlen-int32"}],["vlen-text",{"hard":"/others/vlen-text"}],["vlen-uint8",{"hard":"/others/vlen-uint8"}]]}',
    "/others/array":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"array":[2,3],"base":"int32"},"shape":[2],"value":"000000000100000002000000030000000400000005000000060000000700000008000000090000000a0000000b000000"}',
    "/others/no-elements":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float64","shape":[0,3],"value":""}',
    "/others/null": '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"float32","shape":null}',
    "/others/null-text": '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":null}',
    "/others/opaque":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"opaque":4,"tag":"a tag"},"shape":[2],"value":"0001020304050607"}',
    "/others/vlen-int32":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"vlen":"int32"},"shape":[4],"value":{"offsets":[0,3,3,4,4],"values":"00000000010000000200000014000000"}}',
    "/others/vlen-text":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"vlen":"utf8"},"shape":[4],"value":{"offsets":[0,3,3,4,4],"values":["t00","t01","t02","t20"]}}',
    "/others/vlen-uint8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":{"vlen":"uint8"},"shape":[4],"value":{"offsets":[0,3,3,4,4],"values":"00010214"}}',
    "/texts":
      '{"attributes":[],"kind":"group","links":[["ascii",{"hard":"/texts/ascii"}],["empty",{"hard":"/texts/empty"}],["fixed-nullpad",{"hard":"/texts/fixed-nullpad"}],["fixed-nullterm",{"hard":"/texts/fixed-nullterm"}],["fixed-spacepad",{"hard":"/texts/fixed-spacepad"}],["fixed-utf8",{"hard":"/texts/fixed-utf8"}],["never-written",{"hard":"/texts/never-written"}],["no-elements",{"hard":"/texts/no-elements"}],["not-utf8",{"hard":"/texts/not-utf8"}],["scalar",{"hard":"/texts/scalar"}],["two-axes",{"hard":"/texts/two-axes"}],["utf8",{"hard":"/texts/utf8"}]]}',
    "/texts/ascii":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"ascii","shape":[3],"value":["a","","xyz"]}',
    "/texts/empty": '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[],"value":[""]}',
    "/texts/fixed-nullpad":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"ascii","shape":[4],"details":{"text":{"length":4,"padding":"nullpad"}},"value":["ab","a\\u0000b"," c ","four"]}',
    "/texts/fixed-nullterm":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"ascii","shape":[4],"details":{"text":{"length":4,"padding":"nullterm"}},"value":["ab","a"," c ","four"]}',
    "/texts/fixed-spacepad":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"ascii","shape":[4],"details":{"text":{"length":4,"padding":"spacepad"}},"value":["ab","a\\u0000b"," c","four"]}',
    "/texts/fixed-utf8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[2],"details":{"text":{"length":7,"padding":"nullpad"}},"value":["gr\\u00fc\\u00dfe",""]}',
    "/texts/never-written":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[3],"value":["","",""]}',
    "/texts/no-elements":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[0],"value":[]}',
    "/texts/not-utf8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[3],"value":["\\udcff\\udcfe ok","caf\\udce9","\\udced\\udca0\\udc80"]}',
    "/texts/scalar":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[],"value":["one text"]}',
    "/texts/two-axes":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[2,2],"value":["a","bb","","\\u65e5\\u672c"]}',
    "/texts/utf8":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[4],"value":["plain","","gr\\u00fc\\u00dfe, \\u65e5\\u672c","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}',
  },
  "damaged.h5": {
    "/": '{"attributes":[["before",{"dtype":"int16","shape":[3],"value":"000001000200"}]],"kind":"group","links":[["a",{"hard":"/a"}],["header",{"hard":"/header"}],["lost",{"hard":"/lost"}],["other",{"hard":"/other"}],["z",{"hard":"/z"}]]}',
    "/a": '{"attributes":[["first",{"dtype":"utf8","shape":[],"value":["the first one"]}],["third",{"dtype":"utf8","shape":[],"value":["the third one"]}]],"kind":"dataset","layout":"contiguous","dtype":"float64","shape":[2,3],"value":"0000000000000000000000000000f03f0000000000000040000000000000084000000000000010400000000000001440"}',
    "/other": '{"attributes":[],"kind":"group","links":[["below",{"hard":"/other/below"}]]}',
    "/other/below":
      '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"uint8","shape":[5],"value":"0001020304"}',
    "/z": '{"attributes":[],"kind":"dataset","layout":"contiguous","dtype":"utf8","shape":[],"value":["the last"]}',
  },
};
