import type { INodeProperties } from 'n8n-workflow';

const webhook = { message: ['webhook'] };
const withoutOwn = { ...webhook, source: ['generic', 'rippling', 'workday'] };

export const webhookFields: INodeProperties[] = [
	{
		displayName:
			'Put this node behind a Webhook node with the option "Raw Body" on and Respond set to "Using Respond to Webhook Node". Connect "Reply" to a Respond to Webhook node with the status {{ $json.status }} and the body {{ $json.body }}, and "Read This Person" to an HTTP Request node that reads the person, whose answer goes to a second HR Event node. A message is a hint: what is true is read.',
		name: 'webhookNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: webhook },
	},
	{
		displayName: 'Signed By',
		name: 'signedBy',
		type: 'options',
		noDataExpression: true,
		default: 'standardWebhooks',
		options: [
			{ name: 'AWS SNS', value: 'sns', description: 'A topic delivers to this address; AWS signs each message' },
			{ name: 'AWS SQS', value: 'sqs', description: 'Messages that a node with an AWS credential read from a queue; what SNS put there has to be signed by AWS' },
			{ name: 'Azure Event Grid', value: 'eventGrid', description: 'Event Grid schema or CloudEvents 1.0, with a secret in a header or in the address' },
			{ name: 'Secret Token', value: 'token', description: 'For senders that cannot compute a signature, such as Power Automate, Logic Apps or a simple Zap' },
			{ name: 'Standard Webhooks', value: 'standardWebhooks', description: 'The convention of standardwebhooks.com, for which there are libraries in many languages' },
			{ name: 'X-JML-Signature', value: 'jmlSignature', description: 'One header that a script with openssl, or a Zap with a code step, can compute' },
		],
		description: 'What proves who sent the message',
		displayOptions: { show: withoutOwn },
	},
	{
		displayName: 'Topics',
		name: 'topics',
		type: 'string',
		default: '',
		placeholder: 'arn:aws:sns:eu-central-1:123456789012:hr-events',
		description: 'ARNs of the topics that may send, separated by commas. Anybody with an AWS account can have AWS sign a message, so a topic that is not listed is refused.',
		displayOptions: { show: { ...withoutOwn, signedBy: ['sns', 'sqs'] } },
	},
	{
		displayName: 'Token Is In',
		name: 'tokenIn',
		type: 'options',
		noDataExpression: true,
		default: 'header',
		options: [
			{ name: 'Address', value: 'query', description: 'As a parameter, such as ?code= and the token. Addresses end up in logs; prefer a header.' },
			{ name: 'Header', value: 'header', description: 'Recommended' },
		],
		description: 'Where the sender puts the token',
		displayOptions: { show: { ...withoutOwn, signedBy: ['token', 'eventGrid'] } },
	},
	{
		displayName: 'Name of Header or Parameter',
		name: 'markName',
		type: 'string',
		default: 'x-jml-token',
		description: 'What the header, or the parameter of the address, is called that holds the token',
		displayOptions: { show: { ...withoutOwn, signedBy: ['token', 'eventGrid'] } },
	},
	{
		displayName: 'Put a node that runs every few minutes in front, and an HTTP Request node that reads the person behind "Read This Person". So a message is not lost when the HR system could not be read at once.',
		name: 'unreadNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { message: ['unread'] } },
	},
];
