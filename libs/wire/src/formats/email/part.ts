import { decodeHeader } from './encoded-words.js';
import { readParameters, splitHeaders, type Headers, type Parameterised } from './headers.js';

/** A mail or one of its parts. */
export interface MimePart {
  readonly headers: Headers;
  /** `text/plain` when none is declared. */
  readonly type: Parameterised;
  readonly isAttachment: boolean;
  readonly filename: string | undefined;
  readonly children: readonly MimePart[];
  /** The content with its transfer encoding undone; decoded when it is asked for. */
  bytes(): Uint8Array;
}

/** What lies deeper, or behind so many parts, is not read. */
const maxDepth = 16;
const maxParts = 500;

/** Reads a mail from its bytes, a character each. Broken boundaries end at the end of the text. */
export function readPart(raw: string): MimePart {
  return partOf(raw, 0, { left: maxParts });
}

function partOf(raw: string, depth: number, budget: { left: number }, fallback = 'text/plain'): MimePart {
  budget.left -= 1;
  const { headers, body } = splitHeaders(raw);
  const declared = readParameters(headers.get('content-type'));
  const type = declared.value.includes('/') ? declared : { ...declared, value: fallback };
  const disposition = readParameters(headers.get('content-disposition'));
  const filename = disposition.parameters.get('filename') ?? type.parameters.get('name');
  const encoding = (headers.get('content-transfer-encoding') ?? '').trim().toLowerCase();
  const bytes = (): Uint8Array => decodeTransfer(body, encoding);
  const boundary = type.parameters.get('boundary');
  let children: MimePart[] = [];
  if (depth < maxDepth && type.value.startsWith('multipart/') && boundary !== undefined) {
    const inner = type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    children = piecesOf(body, boundary, budget.left).map((piece) => partOf(piece, depth + 1, budget, inner));
  } else if (depth < maxDepth && type.value === 'message/rfc822' && budget.left > 0) {
    children = [partOf(Buffer.from(bytes()).toString('latin1').trimStart(), depth + 1, budget)];
  }
  return {
    headers,
    type,
    isAttachment: disposition.value === 'attachment',
    filename: filename === undefined ? undefined : decodeHeader(filename),
    children,
    bytes,
  };
}

/** What stands between the boundary's lines. */
function piecesOf(body: string, boundary: string, most: number): string[] {
  const pieces: string[] = [];
  const mark = `--${boundary}`;
  let start = -1;
  for (let at = body.indexOf(mark); at !== -1 && pieces.length < most; at = body.indexOf(mark, at + 1)) {
    const lineEnd = body.indexOf('\n', at);
    const end = lineEnd === -1 ? body.length : lineEnd;
    const rest = body.slice(at + mark.length, Math.min(end, at + mark.length + 100)).trim();
    if ((at > 0 && body[at - 1] !== '\n') || (rest !== '' && rest !== '--')) continue;
    if (start !== -1) pieces.push(body.slice(start, at).replace(/\r?\n$/, ''));
    start = rest === '--' ? -1 : end + 1;
    if (rest === '--') break;
  }
  // A mail that was cut off has no last boundary.
  if (start !== -1 && start < body.length && pieces.length < most) pieces.push(body.slice(start));
  return pieces;
}

function decodeTransfer(body: string, encoding: string): Uint8Array {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const joined = body
    .replace(/=[ \t]{0,8}\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(joined, 'latin1');
}
