import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeJson, WorkflowJson } from '../scripts/n8n';
import type { Stage } from '../scripts/stage';
import { cutSystemNames, cutSystems, type Hired } from './systems';

const file = join(__dirname, 'byHand.json');

export interface WorkByHand {
	webhookId: string;
	/** Signs in as far as that has to be done anew for each leaver. */
	prepareFor(leaver: Hired): Promise<void>;
}

/**
 * The same job from n8n's own nodes, published, with its webhook registered in BambooHR as its maker would. It is given
 * every token beforehand, which spares it calls that the template makes.
 */
export const publishByHand = async (stage: Stage): Promise<WorkByHand> => {
	const { n8n, sandbox } = stage;
	const { bamboohr, ingress } = sandbox.connections;
	const sides = await Promise.all(cutSystemNames.map(async (name) => ({ name, ...(await cutSystems[name].byHand(sandbox)) })));
	const urls = [{ name: 'bamboohr', url: bamboohr.baseUrl }, ...sides];
	const ids: Record<string, string> = { Mail: stage.credentials['smtp']! };
	for (const { type, name, data } of [{ type: 'httpBasicAuth', name: 'BambooHR', data: { user: bamboohr.apiKey, password: 'x' } }, ...sides.flatMap(({ credentials }) => credentials)]) {
		ids[name] = await n8n.api.createCredential(type, name, data);
	}
	const patch = ({ parameters, credentials = {} }: NodeJson) => {
		const { url } = parameters;
		if (typeof url === 'string') parameters['url'] = urls.reduce((text, side) => text.replace(`https://${side.name}.invalid`, side.url), url);
		for (const one of Object.values(credentials)) one.id = ids[one.name]!;
	};
	const workflow = await n8n.api.importWorkflow(JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson, { patch });
	await n8n.api.activate(workflow.id);
	return {
		webhookId: await registerWebhook(bamboohr, `${ingress.url}/webhook/by-hand-leaver`),
		prepareFor: async (leaver) => {
			for (const { type, name, data } of sides.flatMap(({ credentialsFor }) => credentialsFor?.(leaver) ?? [])) await n8n.api.updateCredential(ids[name]!, type, name, data);
		},
	};
};

const registerWebhook = async ({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }, url: string): Promise<string> => {
	const answer = await fetch(`${baseUrl}/api/v1/webhooks`, {
		method: 'POST',
		headers: { authorization: `Basic ${Buffer.from(`${apiKey}:x`).toString('base64')}`, 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify({ name: 'By hand', url, format: 'json', events: ['employee.updated'], monitorFields: ['status', 'employmentHistoryStatus', 'terminationDate'] }),
	});
	if (answer.status !== 201) throw new Error(`BambooHR answered ${answer.status} to the webhook: ${await answer.text()}`);
	return ((await answer.json()) as { id: string }).id;
};
