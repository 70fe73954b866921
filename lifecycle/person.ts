/** The canonical HR record. `id` is the HR system's immutable id and the only join key; an e-mail address is an attribute. */
export interface Person {
	id: string;
	name: string;
	workEmail: string | null;
	title: string | null;
	department: string | null;
	location: string | null;
	timeZone: string | null;
	manager: { id: string; name: string | null; email: string | null } | null;
	startDate: string | null;
	lastDay: string | null;
	workerType: string | null;
	clearance: string | null;
}
