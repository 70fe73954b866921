/**
 * Whose API key it is. n8n has no call that tells, but the key does: it is a token that names its user. Nothing is
 * believed because of it; an account is only spared. Keys of old (`n8n_api_…`) say nothing.
 */
export const keyOwner = (apiKey: string): string | null => {
	const [, payload, signature] = apiKey.trim().split('.');
	if (payload === undefined || signature === undefined) return null;
	try {
		const { sub, iss } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { sub?: unknown; iss?: unknown };
		return iss === 'n8n' && typeof sub === 'string' && sub !== '' ? sub : null;
	} catch {
		return null;
	}
};
