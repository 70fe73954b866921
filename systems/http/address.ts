/** A secret goes there only encrypted, or without leaving the machine. */
export const isSafeAddress = ({ protocol, hostname }: URL): boolean => {
	const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
	return protocol === 'https:' || (protocol === 'http:' && loopback);
};
