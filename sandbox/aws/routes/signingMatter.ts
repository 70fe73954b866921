import type { Xml } from '../../server/xml';
import type { AwsRoute } from '../call';
import { noSuchEntity } from '../errors';
import { iam, oneOf, page, required, type QueryCall } from '../query';
import type { SigningMatter, User } from '../state';
import { iso } from '../times';
import { requiredUser, userOrCaller } from '../users';
import { STATUSES } from './accessKeys';

interface Kind {
	/** As in ListSSHPublicKeys. */
	plural: string;
	singular: string;
	idField: string;
	said: string;
	heldIn: 'sshKeys' | 'certificates';
	show(user: User, one: SigningMatter): Xml;
}

const found = ({ said, heldIn, idField }: Kind, call: QueryCall, user: User): SigningMatter => {
	const id = required(call, idField);
	const one = user[heldIn].find((candidate) => candidate.id === id);
	if (one === undefined) throw noSuchEntity(`The ${said} with id ${id} cannot be found.`);
	return one;
};

const routesOf = (kind: Kind, owner: (call: QueryCall) => User): AwsRoute[] =>
	iam({
		[`List${kind.plural}`]: (call) => {
			const user = userOrCaller(call);
			return page(call, kind.plural === 'SigningCertificates' ? 'Certificates' : kind.plural, user[kind.heldIn], (one) => kind.show(user, one));
		},
		[`Update${kind.singular}`]: (call) => {
			found(kind, call, owner(call)).status = oneOf(call, 'Status', STATUSES);
		},
		[`Delete${kind.singular}`]: (call) => {
			const user = owner(call);
			const gone = found(kind, call, user);
			user[kind.heldIn] = user[kind.heldIn].filter((one) => one !== gone);
		},
	});

const sshKeys: Kind = {
	plural: 'SSHPublicKeys',
	singular: 'SSHPublicKey',
	idField: 'SSHPublicKeyId',
	said: 'Public Key',
	heldIn: 'sshKeys',
	show: ({ name }, { id, status, uploadedAt }) => ({ UserName: name, SSHPublicKeyId: id, Status: status, UploadDate: iso(uploadedAt) }),
};

const certificates: Kind = {
	plural: 'SigningCertificates',
	singular: 'SigningCertificate',
	idField: 'CertificateId',
	said: 'Certificate',
	heldIn: 'certificates',
	show: ({ name }, { id, status, uploadedAt, body }) => ({ UserName: name, CertificateId: id, CertificateBody: body, Status: status, UploadDate: iso(uploadedAt) }),
};

export const signingMatterRoutes = [...routesOf(sshKeys, requiredUser), ...routesOf(certificates, userOrCaller)];
