import { Problem } from '../../lifecycle/problem';

const wrong = (what: string) => new Problem('bad_answer', `Active Directory answered with ${what} that is none. Nothing can be concluded from it.`);

/** Of the sixteen bytes of a GUID the first three groups are stored backwards. */
const turned = (bytes: Buffer): Buffer =>
	Buffer.concat([Buffer.from(bytes.subarray(0, 4)).reverse(), Buffer.from(bytes.subarray(4, 6)).reverse(), Buffer.from(bytes.subarray(6, 8)).reverse(), bytes.subarray(8, 16)]);

/** As Windows writes it: `dd77563b-2704-4a86-a70b-573c0d350543`. */
export const guidText = (bytes: Buffer): string => {
	if (bytes.length !== 16) throw wrong('an objectGUID');
	return turned(bytes).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

export const guidBytes = (text: string): Buffer => {
	if (!isGuid(text)) throw wrong('a GUID');
	return turned(Buffer.from(text.replaceAll('-', ''), 'hex'));
};

/** `S-1-5-21-…-1104`: revision, authority (six bytes), then 32-bit numbers with the low byte first. */
export const sidText = (bytes: Buffer): string => {
	const count = bytes[1] ?? 0;
	if (bytes.length !== 8 + 4 * count || bytes[0] !== 1) throw wrong('an objectSid');
	return ['S', 1, bytes.readUIntBE(2, 6), ...Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + 4 * index))].join('-');
};

export const sidBytes = (text: string): Buffer => {
	const [, , authority, ...parts] = text.split('-').map(Number);
	const bytes = Buffer.alloc(8 + 4 * parts.length);
	bytes[0] = 1;
	bytes[1] = parts.length;
	bytes.writeUIntBE(authority ?? 0, 2, 6);
	parts.forEach((part, index) => bytes.writeUInt32LE(part, 8 + 4 * index));
	return bytes;
};

/** The number of an account within its domain. */
export const ridOf = (sid: string): number => Number(sid.slice(sid.lastIndexOf('-') + 1));

/** What a directory in the cloud that is fed by this one knows the account by. */
export interface HybridFacts {
	onPremisesImmutableId: string;
	onPremisesSecurityIdentifier: string;
	onPremisesSamAccountName: string;
}

export const hybridFacts = ({ id, sid, sam }: { id: string; sid: string; sam: string }): HybridFacts => ({
	onPremisesImmutableId: guidBytes(id).toString('base64'),
	onPremisesSecurityIdentifier: sid,
	onPremisesSamAccountName: sam,
});
