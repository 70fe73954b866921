import type { KnownSystem } from '../../lifecycle/accessPlan/named';
import { systems } from '../../systems';

/** Those that hold devices and no rights. */
const ofDevices: readonly string[] = ['fleet', 'intune', 'iru', 'jamf'];

const places: { [id: string]: NonNullable<KnownSystem['places']> } = {
	aws: { called: 'account', required: false },
	github: { called: 'organisation', required: true },
	scim: { called: 'application', required: true },
};

/** What a role catalogue may name. */
export const planSystems: readonly KnownSystem[] = systems.filter(({ id }) => !ofDevices.includes(id)).map(({ id, label }) => ({ id, label, ...(places[id] === undefined ? {} : { places: places[id] }) }));
