import { encodeUtf8 } from "@hdmf-ts/array";

/**
 * Writes a text at a place where three bytes for each of its UTF-16 units are free and zero, and gives the number of its bytes; those
 * behind them stay zero. @throws `invalid` for lone surrogates that no bytes stand for
 */
export type Utf8Writer = (text: string, at: number) => number;

/** Texts up to this length are written faster by a loop, where they are ASCII. */
const short = 24;

/** A writer into `bytes`: the platform's encoder, and a loop for short texts, which a call of it costs more than. */
export function utf8Writer(bytes: Uint8Array): Utf8Writer {
  const encode = platformEncoder(bytes);

  return (text, at) => {
    const { length } = text;
    if (length <= short) {
      let index = 0;
      for (; index < length; index++) {
        const code = text.charCodeAt(index);
        if (code > 127) break;
        bytes[at + index] = code;
      }
      if (index === length) return length;
    }
    const written = encode(text, at);
    if (written === length || !loneSurrogate.test(text)) return written;
    bytes.fill(0, at, at + written);
    const exact = encodeUtf8(text);
    bytes.set(exact, at);
    return exact.length;
  };
}

const loneSurrogate = /\p{Surrogate}/u;

interface NodeBuffer {
  utf8Write?(text: string, at: number): number;
}

function platformEncoder(bytes: Uint8Array): Utf8Writer {
  const node = globalThis.process?.getBuiltinModule?.("node:buffer");
  const buffer = node?.Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as NodeBuffer | undefined;
  if (buffer?.utf8Write) return (text, at) => buffer.utf8Write!(text, at);
  const encoder = new TextEncoder();
  return (text, at) => encoder.encodeInto(text, bytes.subarray(at)).written;
}
