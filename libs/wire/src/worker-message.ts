/*
 * What travels between the event loop and its parsing threads: one byte string that is moved, not copied. A dispatch as
 * an object costs more to clone, here and there, than to write as JSON once; the log wants JSON of it anyway.
 */

/** Some JSON and the byte strings that belong to it. */
export interface WorkerMessage<T> {
  readonly head: T;
  readonly parts: readonly Uint8Array[];
}

const lengthBytes = 4;

/** Length of the JSON, the JSON with the lengths of the parts, the parts; in memory of its own, so that it can be moved. */
export function packMessage<T>({ head, parts }: WorkerMessage<T>): Uint8Array<ArrayBuffer> {
  const json = Buffer.from(JSON.stringify({ head, lengths: parts.map(({ length }) => length) }));
  const size = parts.reduce((sum, { length }) => sum + length, lengthBytes + json.length);
  const packed = new Uint8Array(size);
  new DataView(packed.buffer).setUint32(0, json.length);
  packed.set(json, lengthBytes);
  let at = lengthBytes + json.length;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/** Takes apart what `packMessage` put together; the parts are views of the message. */
export function unpackMessage<T>(packed: Uint8Array): WorkerMessage<T> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = lengthBytes + bytes.readUInt32BE(0);
  const { head, lengths } = JSON.parse(bytes.toString('utf8', lengthBytes, at)) as {
    head: T;
    lengths: number[];
  };
  const parts = lengths.map((length) => {
    at += length;
    return bytes.subarray(at - length, at);
  });
  return { head, parts };
}
