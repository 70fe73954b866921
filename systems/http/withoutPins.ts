import { redact } from '../../ledger/secrets';

/** PINs have six digits, and nobody vouches for what a text of somebody else quotes. */
export const withoutPins = (text: string): string => redact(text).replace(/(?<!\d)\d{6}(?!\d)/g, '******');
