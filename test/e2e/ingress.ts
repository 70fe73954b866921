import { request } from 'node:https';
import type { Sandbox } from '../../sandbox';

/** From the outside, as anybody on the internet could: over HTTPS, to the address BambooHR knows. */
export const postThroughIngress = ({ connections }: Sandbox, url: string, body: string, headers: Record<string, string>): Promise<number> =>
	new Promise((resolve, reject) => {
		const outgoing = request(url, { method: 'POST', ca: connections.ingress.certificate, agent: false, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
			response.resume();
			response.once('end', () => resolve(response.statusCode ?? 0));
		});
		outgoing.once('error', reject);
		outgoing.end(body);
	});
