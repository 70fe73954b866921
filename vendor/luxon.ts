/** Bundled into one file at build time, so that the published pack depends on nothing. Required only inside the functions that need it. */
export { DateTime, IANAZone } from 'luxon';
