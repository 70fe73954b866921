import { Problem } from '../../lifecycle/problem';
import { right, type Right } from '../../lifecycle/rights';
import type { AccountRef } from '../../lifecycle/system';
import type { N8n } from './client';
import { membershipsOf } from './projects';

export const rights = async (n8n: N8n, { id }: AccountRef): Promise<Right[]> => {
	const projects = await membershipsOf(n8n, id);
	if (projects === null) throw new Problem('forbidden', 'n8n shows no projects to this API key, as without a licence for them, so nobody can tell which the person is in. Without that licence, name no projects of n8n in the role catalogue.');
	return projects.map((project) => right(project, 'project'));
};
