/** JSON is how SCIM writes a text (RFC 7644, 3.4.2.2); the transport percent-encodes the whole filter. */
export const equals = (attribute: string, value: string): string => `${attribute} eq ${JSON.stringify(value)}`;
