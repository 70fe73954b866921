import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeJson, WorkflowJson } from '../scripts/n8n';
import type { Stage } from '../scripts/stage';

const file = join(__dirname, 'byHand.json');

/** The same job from n8n's own nodes, published, with its webhook registered in BambooHR as its maker would. */
export const publishByHand = async (stage: Stage): Promise<{ webhookId: string }> => {
	const { n8n, sandbox } = stage;
	const { bamboohr, okta, ingress } = sandbox.connections;
	const credentials = {
		httpBasicAuth: await n8n.api.createCredential('httpBasicAuth', 'BambooHR', { user: bamboohr.apiKey, password: 'x' }),
		oktaApi: await n8n.api.createCredential('oktaApi', 'Okta', { url: okta.orgUrl, accessToken: okta.apiToken }),
		smtp: stage.credentials['smtp']!,
	};
	const json = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
	const patch = (node: NodeJson) => {
		const { url } = node.parameters;
		if (typeof url === 'string') node.parameters['url'] = url.replace('https://bamboohr.invalid', bamboohr.baseUrl).replace('https://okta.invalid', okta.orgUrl);
	};
	const workflow = await n8n.api.importWorkflow(json, { credentials, patch });
	await n8n.api.activate(workflow.id);
	return { webhookId: await registerWebhook(bamboohr, `${ingress.url}/webhook/by-hand-leaver`) };
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
