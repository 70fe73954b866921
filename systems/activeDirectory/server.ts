import { Problem } from '../../lifecycle/problem';

/** Where a domain controller is, and as whom to speak to it. */
export interface Server {
	host: string;
	port: number;
	encryption: 'ldaps' | 'startTls';
	/** PEM; null trusts what Node trusts. */
	ca: string | null;
	user: string;
	password: string;
}

const misconfigured = (message: string) => new Problem('misconfigured', message);

/** Line ends are easily lost between a file and a field. */
const certificates = (entered: string): string | null => {
	if (entered.trim() === '') return null;
	const found = [...entered.replaceAll('\\n', '\n').matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----/g)];
	if (found.length === 0) throw misconfigured('The CA certificate in the Active Directory credential is no PEM. It begins with "-----BEGIN CERTIFICATE-----"; a .cer file in DER form is turned into it with: openssl x509 -inform der -in ca.cer -out ca.pem');
	return found.map(([, base64]) => `-----BEGIN CERTIFICATE-----\n${base64!.replace(/\s+/g, '').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`).join('');
};

/** The credential's fields as they were typed. */
export const serverOf = (fields: { [field: string]: unknown }): Server => {
	const text = (name: string): string => (typeof fields[name] === 'string' ? (fields[name] as string) : '');
	const host = text('host').trim().replace(/^ldaps?:\/\//i, '').replace(/\/+$/, '');
	if (host === '' || /[\s/@:]/.test(host)) throw misconfigured('The Active Directory credential names no domain controller. Enter its name alone, such as dc1.corp.example, and the port in its own field.');
	const encryption = fields['encryption'] === 'startTls' ? 'startTls' : 'ldaps';
	const usual = encryption === 'ldaps' ? 636 : 389;
	const port = Number(fields['port']) || usual;
	const user = text('user').trim();
	// Other names would be taken for a mechanism, or for nobody.
	if (!/[@\\=]/.test(user)) throw misconfigured('The user name in the Active Directory credential must be a UPN (svc-jml@corp.example), DOMAIN\\user, or a distinguished name.');
	// A domain controller takes a name without a password for an anonymous visitor and says yes.
	if (text('password') === '') throw misconfigured('The Active Directory credential has no password. Without one a domain controller lets everybody in as nobody, so nothing was sent.');
	return { host, port, encryption, ca: certificates(text('ca')), user, password: text('password') };
};
