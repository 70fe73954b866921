import { Problem } from '../../lifecycle/problem';

/** The login of an organisation; github.com/acme is meant as well. */
export const organisationsIn = (entered: string): string[] => {
	const lines = entered.split(/\r?\n/).map((line) => line.trim().replace(/^https:\/\/github\.com\//i, '').replace(/^orgs\//, '').replace(/\/+$/, '')).filter((line) => line !== '');
	const wrong = lines.find((line) => !/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/.test(line));
	if (wrong !== undefined) throw new Problem('misconfigured', `"${wrong}" is no name of a GitHub organisation, so nothing was changed. Put one name per line into Organisations of the node, as it stands behind github.com/.`);
	if (lines.length === 0) throw new Problem('misconfigured', 'No organisation is named, so nothing was changed. Put one per line into Organisations of the node.');
	return lines.filter((line, index) => lines.findIndex((other) => other.toLowerCase() === line.toLowerCase()) === index);
};
