import type { CredentialsOf, EnteredOf } from './_credentials';

export const credentials: CredentialsOf = ({ connections: { fleet } }) => ({
	jmlFleetApi: { name: 'Fleet of the simulated company', data: { baseUrl: fleet.url, apiToken: fleet.token } },
});

/** What the company's list of assets has: Fleet keeps no owner of Linux. */
const companySerials = 'KSTF000003\nKSTF000004';

export const entered: EnteredOf = () => ({ 'Secure Fleet Devices': { options: { companySerials } }, 'Ask Fleet': { options: { companySerials, othersWaitSeconds: 120 } } });
