import { ok } from '../../server/message';
import { record } from '../activities';
import { SCOPES } from '../auth/scopes';
import type { GoogleCall } from '../call';
import { duplicate, invalid, notFound } from '../errors';
import type { OrgUnit } from '../state';
import { nextId } from '../state';
import { bodyOf, checkCustomer, route } from './route';

const at = '/admin/directory/v1/customer/:customer/orgunits';

const show = ({ state: { orgUnits } }: GoogleCall, unit: OrgUnit) => ({
	kind: 'admin#directory#orgUnit',
	...unit,
	parentOrgUnitId: orgUnits.get(unit.parentOrgUnitPath)?.orgUnitId ?? 'id:03ph8a2z0root00',
});

/** The root is nobody's child and is not listed. */
function listUnits(call: GoogleCall) {
	checkCustomer(call, call.params.customer);
	const below = call.query.get('orgUnitPath') ?? '/';
	const direct = (call.query.get('type') ?? 'children') !== 'all';
	const listed = [...call.state.orgUnits.values()].filter(({ orgUnitPath, parentOrgUnitPath }) => (direct ? parentOrgUnitPath === below : orgUnitPath.startsWith(below === '/' ? '/' : `${below}/`)));
	return ok({ kind: 'admin#directory#orgUnits', ...(listed.length === 0 ? {} : { organizationUnits: listed.map((unit) => show(call, unit)) }) });
}

function unitOf(call: GoogleCall) {
	const { state, params } = call;
	checkCustomer(call, params.customer);
	const key = params.path ?? '';
	const unit = [...state.orgUnits.values()].find(({ orgUnitId, orgUnitPath }) => orgUnitId === key || orgUnitPath === `/${key.replace(/^\//, '')}`);
	if (unit === undefined) throw notFound('orgUnitPath');
	return ok(show(call, unit));
}

function addUnit(call: GoogleCall) {
	const { state, params } = call;
	checkCustomer(call, params.customer);
	const { name, parentOrgUnitPath = '/', description = '' } = bodyOf(call);
	if (typeof name !== 'string' || name === '' || typeof parentOrgUnitPath !== 'string') throw invalid('Invalid Input: name');
	if (parentOrgUnitPath !== '/' && !state.orgUnits.has(parentOrgUnitPath)) throw invalid('Invalid Input: INVALID_OU_ID');
	const orgUnitPath = `${parentOrgUnitPath === '/' ? '' : parentOrgUnitPath}/${name}`;
	if (state.orgUnits.has(orgUnitPath)) throw duplicate('Entity already exists.');
	const unit: OrgUnit = { orgUnitId: `id:${nextId(state)}`, name, orgUnitPath, parentOrgUnitPath, description: String(description) };
	state.orgUnits.set(orgUnitPath, unit);
	record(call, 'CREATE_ORG_UNIT', { ORG_UNIT_NAME: orgUnitPath }, 'admin', 'ORG_SETTINGS');
	return ok(show(call, unit));
}

const reading = { scopes: SCOPES.readOrgUnits, privilege: 'ORGANIZATION_UNITS_RETRIEVE' } as const;

export const orgUnitRoutes = [
	route('GET', at, reading, listUnits),
	route('POST', at, { scopes: SCOPES.writeOrgUnits, privilege: 'ORGANIZATION_UNITS_UPDATE' }, addUnit),
	route('GET', `${at}/*path`, reading, unitOf),
];
