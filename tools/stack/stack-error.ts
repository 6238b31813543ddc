import { WiredeskError } from '#contracts';

/** A fault of the development stack that its user can mend; the message says how. */
export class StackError extends WiredeskError {}
