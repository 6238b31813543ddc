import { WiredeskError } from '#contracts';

/** Why a document or an item became no dispatch. Stable: quarantine, receipts and clients rely on these codes. */
export const refusalCodes = [
  'empty_transmission',
  'transmission_too_large',
  'format_unknown',
  'charset_undecodable',
  'xml_malformed',
  'xml_too_deep',
  'json_malformed',
  'item_invalid',
  'item_without_content',
  'not_a_dispatch',
  'ninjs_invalid',
  'too_many_items',
  'parse_timeout',
  'internal_error',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A document or an item that cannot be read, with the code that its refusal will carry. */
export class WireError extends WiredeskError {
  constructor(
    override readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}
