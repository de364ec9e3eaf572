/** A message of an object header (specification IV.A.2). A class, since a file has hundreds of thousands: most are not looked into. */
export class HeaderMessage {
  readonly type: number;
  /** The body only says where the message is. */
  readonly shared: boolean;
  /** When attributes are kept in the order of creation: the place in it. */
  readonly order: number;
  /** The bytes around the body, which is from `start` to `end`. */
  readonly block: Uint8Array;
  readonly start: number;
  readonly end: number;

  constructor(type: number, shared: boolean, order: number, block: Uint8Array, start: number, end: number) {
    this.type = type;
    this.shared = shared;
    this.order = order;
    this.block = block;
    this.start = start;
    this.end = end;
  }

  get body(): Uint8Array {
    return this.block.subarray(this.start, this.end);
  }
}
