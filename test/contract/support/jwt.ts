export interface Decoded {
	header: Record<string, unknown>;
	claims: Record<string, unknown>;
}

const part = (text: string | undefined) => JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;

/** The double has checked the signature already. */
export const decoded = (jwt: string): Decoded => {
	const [header, claims] = jwt.split('.');
	return { header: part(header), claims: part(claims) };
};
