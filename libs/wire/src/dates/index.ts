export { parseWireDate, type WireDate, type WireDateOptions } from './wire-date.js';
export { formatDay, formatInstant, isDay, yearOf } from './calendar.js';
export { monthAlternation, monthOf } from './months.js';
