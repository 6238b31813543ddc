const xmlDeclaration = /^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})\s*["']/;
const htmlMeta = /<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})/i;
const parameter = /;\s*charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})/i;

const headLength = 1_024;

/** The charset that the document itself declares: its XML declaration, or an HTML `meta` near the top. */
export function declaredInside(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headLength)).toString(
    'latin1',
  );
  const start = head.startsWith('\u00EF\u00BB\u00BF') ? head.slice(3) : head;
  return xmlDeclaration.exec(start)?.[1] ?? htmlMeta.exec(start)?.[1];
}

/** The `charset` parameter of a content type. */
export function declaredOutside(contentType: string | undefined): string | undefined {
  return contentType === undefined ? undefined : parameter.exec(contentType)?.[1];
}
