import type { Parcel } from '../../lifecycle/shipping/handOut';

/** Answers as n8n's HTTP Request node hands them on, from sinks that took everything. */
export const goodS3 = (changes: { [name: string]: string } = {}) => ({
	statusCode: 200,
	headers: {
		etag: '"9a0364b9e99bb480dd25e1f0284c8555-1"',
		'x-amz-version-id': '3sL4kqtJlcpXroDTDmJ',
		'x-amz-object-lock-mode': 'COMPLIANCE',
		'x-amz-object-lock-retain-until-date': '2033-11-20T00:00:00Z',
		...changes,
	},
});

export const goodElastic = ({ from, to }: Pick<Parcel, 'from' | 'to'>, ledger: string, status = 201) => {
	const ids = [...Array.from({ length: to - from }, (_, index) => `${ledger}/${from + index}`), `${ledger}/checkpoint/${to}`];
	return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: { took: 3, errors: false, items: ids.map((_id) => ({ create: { _id, status } })) } };
};

export const goodSplunk = (more: object = {}) => ({ statusCode: 200, headers: {}, body: { text: 'Success', code: 0, ...more } });
export const goodSentinel = { statusCode: 204, headers: { 'x-ms-request-id': '0a1b' } };
