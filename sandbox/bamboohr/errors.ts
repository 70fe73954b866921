import { Refusal } from '../server/message';

const asHeader = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, '?');

/** BambooHR puts the reason into a header and mostly leaves the body empty. */
export const refuse = (status: number, reason: string, body?: unknown) => new Refusal({ status, headers: { 'X-BambooHR-Error-Message': asHeader(reason) }, body });

export const invalidWebhook = (...issues: string[]) => refuse(400, 'Invalid request body', { errors: [{ error: 'Invalid request body', issues }] });
