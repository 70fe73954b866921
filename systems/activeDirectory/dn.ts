/** A value inside a distinguished name (RFC 4514): whatever a name contains, it stays one name. */
export const rdnValue = (value: string): string =>
	value
		.replace(/[\\,+"<>;=/]/g, '\\$&')
		.replaceAll('\0', '\\00')
		.replaceAll('\n', '\\0A')
		.replaceAll('\r', '\\0D')
		.replace(/^[ #]/, '\\$&')
		.replace(/ $/, '\\ ');

/** `CN=Doe\, Jane` and `OU=People,DC=corp,DC=example`. */
export const splitDn = (dn: string): { rdn: string; parent: string } => {
	const [rdn] = /^(?:\\.|[^\\,])*/s.exec(dn)!;
	return { rdn, parent: dn.slice(rdn.length + 1) };
};

const normal = (dn: string): string => dn.toLowerCase().replace(/\s*([,=])\s*/g, '$1');

export const sameDn = (one: string, other: string): boolean => normal(one) === normal(other);

export const isWithin = (dn: string, container: string): boolean => sameDn(dn, container) || normal(dn).endsWith(`,${normal(container)}`);

/** `corp.example`, the name the domain has in DNS. */
export const dnsName = (namingContext: string): string => [...namingContext.matchAll(/DC=([^,]+)/gi)].map(([, label]) => label!.toLowerCase()).join('.');
