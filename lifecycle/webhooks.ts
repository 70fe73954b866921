import type { Ledger } from '../ledger/types';
import type { Taker } from './inbox';
import { keep } from './keep';
import { following, type View } from './view';

/** Where a source delivers to. An address is no secret: what comes there has to be signed. */
export interface Webhook extends Taker {
	url: string;
}

const webhooksView: View<Map<string, Webhook>> = {
	kinds: ['webhook.registered', 'webhook.removed'],
	empty: () => new Map(),
	take: (webhooks, { kind, content }) => {
		if (content === null) return;
		const [workflow, source, url] = [String(content['workflow']), String(content['source']), String(content['url'])];
		if (kind === 'webhook.registered') webhooks.set(url, { workflow, source, url });
		else webhooks.delete(url);
	},
};

const followed = following(webhooksView);

export const webhooksIn = async (ledger: Ledger): Promise<Webhook[]> => [...(await followed(ledger)).values()];

/** So that another workflow can see whether the address is reached; n8n shows it to nobody but the trigger. */
export const noteRegistered = async (ledger: Ledger, webhook: Webhook): Promise<void> => {
	const known = (await followed(ledger)).get(webhook.url);
	if (known?.workflow !== webhook.workflow || known.source !== webhook.source) await keep(ledger, { kind: 'webhook.registered', content: { ...webhook } });
};

/** Of a test in the editor nothing was noted. */
export const noteRemoved = async (ledger: Ledger, url: string): Promise<void> => {
	const known = (await followed(ledger)).get(url);
	if (known !== undefined) await keep(ledger, { kind: 'webhook.removed', content: { ...known } });
};
