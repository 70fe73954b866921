import type { Check } from '../check';

/** What came back from the address of a webhook that only takes messages which are posted. */
export interface WebhookAnswer {
	status: number;
	body: unknown;
}

/**
 * n8n tells whoever only looks at a published webhook that it takes no such requests. That is an answer of this very
 * webhook, and nothing was delivered that somebody would have to be told of.
 * Null: nothing came back.
 */
export const judgeWebhook = (url: string, answer: WebhookAnswer | null): Check => {
	if (answer === null) {
		return { ok: false, message: `n8n does not reach itself at ${url}. Check N8N_WEBHOOK_URL, its certificate, and what stands between the internet and n8n; where only this machine cannot go out and in again, open the address from elsewhere: it has to say that the webhook is not registered for GET requests.` };
	}
	const { status, body } = answer;
	const said = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	if (/not registered for (GET|HEAD) requests/i.test(said)) return { ok: true, message: `n8n is reached at ${url}, and the trigger listens there` };
	if (/webhook .* is not registered/i.test(said)) return { ok: false, message: `n8n is reached at ${url}, but nothing listens there. Publish the workflow of the trigger again, and check again.` };
	return { ok: false, message: `What answers at ${url} is not n8n (status ${status}), so no webhook comes through; what HR changes is noticed minutes later. Check N8N_WEBHOOK_URL and what stands between the internet and n8n, such as a proxy or a login page, and check again.` };
};
