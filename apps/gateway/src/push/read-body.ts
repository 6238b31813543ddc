import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type ZlibOptions,
} from 'node:zlib';
import { ProblemError } from '#contracts';
import type { ByteLease } from './byte-budget.js';

export interface BodyLimits {
  /** Most bytes after decoding. */
  readonly maxBytes: number;
  /** Most decoded bytes for one encoded byte, once more than `ratioFreeBytes` came out. */
  readonly maxRatio: number;
}

export interface ReadBody {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Small bodies may be as repetitive as they like. */
const ratioFreeBytes = 1_048_576;
const zlibOptions: ZlibOptions = { chunkSize: 65_536 };

/**
 * Reads the bytes of a request, decoded from its `Content-Encoding`, and stops at the first byte too many: a bomb
 * costs no more memory than an honest body. Throws `body_empty`, `body_too_large`, `encoding_unsupported`,
 * `encoding_broken`, and `overloaded` from the lease.
 */
export async function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  lease: ByteLease,
): Promise<ReadBody> {
  if (request.readableEnded) throw new TypeError('the body was read before');
  const decoder = decoderOf(request.headers['content-encoding']);
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limits.maxBytes) throw tooLarge(limits);
  const chunks: Buffer[] = [];
  const hash = createHash('sha256');
  let decoded = 0;
  let encoded = 0;
  const takeEncoded = (chunk: Buffer) => (encoded += chunk.length);
  const takeDecoded = (chunk: Buffer) => {
    decoded += chunk.length;
    if (decoded > limits.maxBytes) throw tooLarge(limits);
    if (decoder && decoded > ratioFreeBytes && decoded > limits.maxRatio * encoded) throw bomb();
    lease.grow(chunk.length);
    hash.update(chunk);
    chunks.push(chunk);
  };
  await consume(request, decoder, takeEncoded, takeDecoded);
  if (decoded === 0) throw new ProblemError('body_empty', 'The body is empty.');
  return { bytes: Buffer.concat(chunks), sha256: hash.digest('hex') };
}

/**
 * Feeds `onDecoded` until the end. An error, also one that `onDecoded` throws, stops the reading at once and leaves
 * the request's connection open for the answer: iterating or piping with `pipeline` would destroy it.
 */
function consume(
  request: IncomingMessage,
  decoder: Transform | undefined,
  onEncoded: (chunk: Buffer) => void,
  onDecoded: (chunk: Buffer) => void,
): Promise<void> {
  const source: Readable = decoder ?? request;
  return new Promise((resolve, reject) => {
    const stop = (error?: Error) => {
      request.off('data', onEncoded).off('error', onLost).off('close', onClose);
      source.off('data', onData).off('end', onEnd).off('error', onBroken);
      if (decoder) {
        request.unpipe(decoder);
        // destroying a decoder in mid-work may still raise an error, which has nothing to tell any more
        decoder.on('error', () => undefined).destroy();
      }
      if (!error) return resolve();
      request.pause();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      try {
        onDecoded(chunk);
      } catch (error) {
        stop(error as Error);
      }
    };
    const onEnd = () => stop();
    const onLost = (cause: Error) =>
      stop(new ProblemError('request_invalid', 'The body ended early.', { cause }));
    const onClose = () => {
      if (!request.complete) onLost(new Error('the connection closed'));
    };
    const onBroken = (cause: Error) =>
      stop(new ProblemError('encoding_broken', 'The body does not fit its Content-Encoding.', { cause }));
    request.on('error', onLost).on('close', onClose);
    source.on('end', onEnd);
    if (decoder) {
      request.on('data', onEncoded);
      decoder.on('error', onBroken);
    }
    source.on('data', onData);
    if (decoder) request.pipe(decoder);
  });
}

function decoderOf(header: string | undefined): Transform | undefined {
  switch ((header ?? '').trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip(zlibOptions);
    case 'br':
      return createBrotliDecompress({ chunkSize: 65_536 });
    case 'deflate':
      return new AnyInflate();
    default:
      throw new ProblemError('encoding_unsupported', 'Content-Encoding must be one of gzip, br, deflate.');
  }
}

/**
 * `deflate` means zlib's wrapping (RFC 9110, 8.4.1.2); some senders leave the wrapping out. The first byte tells: in
 * zlib's header its lower half is 8.
 */
class AnyInflate extends Transform {
  private inflate: Transform | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.inflate ??= this.start(chunk);
    this.inflate.write(chunk, done);
  }

  override _flush(done: TransformCallback): void {
    if (!this.inflate) return done();
    this.inflate.once('end', () => done());
    this.inflate.end();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.inflate?.destroy();
    done(error);
  }

  private start(chunk: Buffer): Transform {
    const wrapped = ((chunk[0] ?? 0) & 0x0f) === 8;
    const inflate = wrapped ? createInflate(zlibOptions) : createInflateRaw(zlibOptions);
    inflate.on('data', (decoded: Buffer) => this.push(decoded));
    inflate.on('error', (error) => this.destroy(error));
    return inflate;
  }
}

function tooLarge(limits: BodyLimits): ProblemError {
  return new ProblemError(
    'body_too_large',
    `A transmission may have ${limits.maxBytes} bytes, after decoding.`,
  );
}

function bomb(): ProblemError {
  return new ProblemError('body_too_large', 'The body grows too much when it is decoded.');
}
