/** JSON, or undefined. What is no JSON has no payload, however well it is signed. */
export const jsonIn = (body: Buffer | string): unknown => {
	try {
		return JSON.parse(body.toString()) as unknown;
	} catch {
		return undefined;
	}
};
