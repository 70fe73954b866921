import { ownedStep, type OwnedThing } from '../../../lifecycle/owned';
import { invitationIn, loginOf } from '../account';
import { unlessGone } from '../../http/gone';
import { accountIn, numberIn, parse, type GitHub } from '../client';
import { deployKeysOf, type DeployKey } from '../repositories';
import { maintainersOf, ownTeamsOf, type OwnTeam } from '../teams';
import { deployKeysGoOn, githubStep, seeing } from './_github';

const keyThing = ({ repository, title, mayWrite, lastUsed }: DeployKey): OwnedThing => ({
	kind: 'deploy key',
	name: `${title} of ${repository}`,
	why: `it may ${mayWrite ? 'read and write' : 'read'}, ${lastUsed === null ? 'was never used' : `was last used on ${lastUsed.slice(0, 10)}`}, and goes on working after they leave: whoever runs the machine replaces it, then removes it under Settings, Deploy keys of the repository`,
});

const teamThing = ({ name }: OwnTeam): OwnedThing => ({ kind: 'team', name, why: 'nobody else maintains it: make somebody who stays its maintainer' });

/** Apps run as themselves, wherever their owner went. */
const appsOf = async (github: GitHub, id: string): Promise<OwnedThing[]> => {
	const found: OwnedThing[] = [];
	for await (const page of github.pages('/orgs/{org}/installations', {})) {
		for (const row of page) {
			const slug = parse.text(row['app_slug'], 'installation.app_slug');
			const app = await unlessGone(() => github.get('/apps/{app_slug}', { path: { app_slug: slug } }));
			const owner = app?.['owner'];
			if (owner === null || owner === undefined || String(numberIn(parse.object(owner, 'app.owner')['id'], 'app.owner.id')) !== id) continue;
			found.push({ kind: 'GitHub App', name: slug, why: 'it belongs to their personal account, is installed here, and goes on working with keys they hold: transfer it to the organisation and make it a new key, or uninstall it under Settings, GitHub Apps' });
		}
	}
	return found;
};

const lonelyTeams = async (github: GitHub, account: { id: string; label: string }): Promise<OwnedThing[]> => {
	const maintained = (await ownTeamsOf(github, account)).filter(({ role }) => role === 'maintainer');
	if (maintained.length === 0) return [];
	const owners = new Set((await github.list('/orgs/{org}/members', { query: { role: 'admin' } })).map((row) => accountIn(row).id));
	const alone = await Promise.all(maintained.map(async (team) => (await maintainersOf(github, team.slug)).every((id) => id === account.id || owners.has(id))));
	return maintained.filter((_team, index) => alone[index]).map(teamThing);
};

export const reportOwned = githubStep(
	ownedStep({
		what: 'Deploy keys they added, GitHub Apps of their personal account that are installed here, and teams nobody else maintains,',
		needs: [...seeing, 'metadata:read', 'administration:read'],
		readBackFrom: 'deploy keys of each repository, installed apps, teams',
		remains: [deployKeysGoOn],
		readsLong: true,
		list: async (github, account) => {
			if (invitationIn(account) !== null) return [];
			const [keys, apps, teams] = await Promise.all([loginOf(github, account).then((login) => deployKeysOf(github, login)), appsOf(github, account.id), lonelyTeams(github, account)]);
			return [...keys.map(keyThing), ...apps, ...teams];
		},
	}),
);
