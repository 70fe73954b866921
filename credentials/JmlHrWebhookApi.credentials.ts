import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlHrWebhookApi implements ICredentialType {
	name = 'jmlHrWebhookApi';

	displayName = 'HR Webhook (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:hrwebhook.svg', dark: 'file:hrwebhook.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/hr-sources.md#the-secret';

	/** Whoever holds this can say in the name of HR who to look at: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'What the HR system signs its messages with, or the token it sends along. For Gusto the verification token, for HiBob the secret of the webhook, for Personio the whole text it sends in Authorization, such as "Bearer " and the token.',
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Still accepted while the secret is being changed on the other side. Remove it afterwards.',
		},
	];
}
