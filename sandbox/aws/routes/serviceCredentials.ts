import { randomBytes } from 'node:crypto';
import type { Xml } from '../../server/xml';
import { limitExceeded, noSuchEntity, refuse } from '../errors';
import { iam, oneOf, optional, page, required, type QueryCall } from '../query';
import type { ServiceCredential, User } from '../state';
import { nextId } from '../state';
import { iso } from '../times';
import { requiredUser, userOrCaller } from '../users';
import { STATUSES } from './accessKeys';

const MOST = 2;
const DAY = 86_400_000;

export const SERVICES = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com', 'bedrock.amazonaws.com'];

const show = ({ name }: User, { id, service, userName, alias, status, createdAt, expiresAt }: ServiceCredential): Xml => ({
	UserName: name,
	Status: status,
	ServiceUserName: alias === undefined ? userName : undefined,
	ServiceCredentialAlias: alias,
	CreateDate: iso(createdAt),
	ExpirationDate: expiresAt === undefined ? undefined : iso(expiresAt),
	ServiceSpecificCredentialId: id,
	ServiceName: service,
});

function credentialIn(call: QueryCall, { serviceCredentials }: User): ServiceCredential {
	const id = required(call, 'ServiceSpecificCredentialId');
	const one = serviceCredentials.find((candidate) => candidate.id === id);
	if (one === undefined) throw noSuchEntity(`The Service Specific Credential with id ${id} cannot be found.`);
	return one;
}

function list(call: QueryCall) {
	const service = optional(call, 'ServiceName');
	const users = optional(call, 'AllUsers') === 'true' ? [...call.account.users.values()] : [userOrCaller(call)];
	const held = users.flatMap((user) => user.serviceCredentials.map((one) => ({ user, one })));
	return page(call, 'ServiceSpecificCredentials', held.filter(({ one }) => service === undefined || one.service === service), ({ user, one }) => show(user, one));
}

/** Bedrock's are bearer keys with an alias, the others have a name and a password. */
function create(call: QueryCall) {
	const { state, account, clock } = call;
	const user = requiredUser(call);
	const service = required(call, 'ServiceName');
	if (!SERVICES.includes(service)) throw noSuchEntity(`No such service ${service} is supported for Service Specific Credentials`);
	if (user.serviceCredentials.filter((one) => one.service === service).length >= MOST) throw limitExceeded('ServiceSpecificCredentialsPerUser', MOST);
	const days = optional(call, 'CredentialAgeDays');
	if (days !== undefined && !(Number(days) >= 1 && Number(days) <= 36_600)) throw refuse('ValidationError', 'CredentialAgeDays is out of range.');
	const bearer = service === 'bedrock.amazonaws.com';
	const credential: ServiceCredential = {
		id: nextId(state, 'ACCA'),
		service,
		userName: `${user.name}-at-${account.id}`,
		...(bearer ? { alias: `${user.name}-at-${account.id}` } : {}),
		status: 'Active',
		createdAt: clock.iso(),
		...(days === undefined ? {} : { expiresAt: new Date(clock.now() + Number(days) * DAY).toISOString() }),
	};
	user.serviceCredentials.push(credential);
	const secret = randomBytes(33).toString('base64');
	return { ServiceSpecificCredential: { ...show(user, credential), ...(bearer ? { ServiceCredentialSecret: secret } : { ServicePassword: secret }) } };
}

export const serviceCredentialRoutes = iam({
	ListServiceSpecificCredentials: list,
	CreateServiceSpecificCredential: create,
	UpdateServiceSpecificCredential: (call) => {
		credentialIn(call, userOrCaller(call)).status = oneOf(call, 'Status', STATUSES);
	},
	DeleteServiceSpecificCredential: (call) => {
		const user = userOrCaller(call);
		const gone = credentialIn(call, user);
		user.serviceCredentials = user.serviceCredentials.filter((one) => one !== gone);
	},
});
