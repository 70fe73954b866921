import type { Announcement } from '../inbox';
import { whoIs } from './flood';
import { givesAccess } from './gates';
import type { Finding } from './hold';
import { traitsOf, trimmed, type Known, type People, type Trait } from './people';
import { personNamed } from './words';

const shared: { [Of in Trait]: string } = { email: 'work email', number: 'employee number', name: 'name' };

const closeMs = 31 * 24 * 60 * 60_000;

/** The same name alone is nobody's identity. It is where somebody of that name has left, or starts about then as well. */
const nameTells = (known: Known, startDate: string): boolean => known.left || Math.abs(Date.parse(known.startDate) - Date.parse(startDate)) <= closeMs;

/** A rehire under the old id is HR's own word on who it is. */
export const identityFinding = (announcement: Announcement, people: People): Finding | null => {
	const { person, event } = announcement;
	const who = whoIs(announcement);
	if (!givesAccess(event.kind) || people.settled.has(who)) return null;
	const seen = { email: trimmed(person.workEmail), number: trimmed((person as { employeeNumber?: unknown }).employeeNumber) || (people.known.get(who)?.number ?? ''), name: trimmed(person.name) };
	for (const { trait, key } of traitsOf(seen)) {
		const other = [...(people.alike.get(key) ?? [])].filter((one) => one !== who).map((one) => people.known.get(one)!).find((one) => trait !== 'name' || nameTells(one, person.startDate ?? ''));
		if (other) return { code: 'identity', needs: 1, why: `${personNamed(person)} is new, and has the same ${shared[trait]} as HR ID ${other.id} of ${other.source}${other.left ? ', who has left' : ''}. Approve it if they are two people. If it is the same person, reject it and have HR put them back under ${other.id}, or work out with HR which of the two counts` };
	}
	return null;
};
