/** One fictional employee, as everybody at the company would describe them. */
export interface Person {
	/** BambooHR's employee id, and Okta's profile.employeeNumber. */
	id: string;
	firstName: string;
	lastName: string;
	workEmail: string;
	department: string;
	jobTitle: string;
	location: Location;
	managerId: string | undefined;
	kind: 'Full-Time' | 'Part-Time' | 'Contractor';
	/** Days relative to the day the company starts: negative is in the past. */
	hiredOn: number;
	/** Day the Terminated row carries, for people who have already left. */
	leftOn?: number;
}

export type Location = 'London' | 'New York' | 'Berlin' | 'Singapore' | 'Sydney' | 'Honolulu';

export const TIME_ZONES: Record<Location, string> = {
	London: 'Europe/London',
	'New York': 'America/New_York',
	Berlin: 'Europe/Berlin',
	Singapore: 'Asia/Singapore',
	Sydney: 'Australia/Sydney',
	Honolulu: 'Pacific/Honolulu',
};

export const DOMAIN = 'kestrel.example';

/** id, name, department, title, location, manager's id, then deviations from a full-timer hired long ago. */
type Line = [string, string, string, string, Location, string | undefined, Partial<Person>?];

const LINES: readonly Line[] = [
	['1', 'Ines Halvorsen', 'Executive', 'Chief Executive Officer', 'London', undefined],
	['2', 'Theo Marchetti', 'Engineering', 'Chief Technology Officer', 'Berlin', '1'],
	['3', 'Ruth Adeyemi', 'Finance', 'Chief Financial Officer', 'London', '1'],
	['4', 'Marcus Feld', 'Sales', 'Chief Revenue Officer', 'New York', '1'],
	['5', 'Priya Raman', 'Operations', 'Chief Operating Officer', 'Singapore', '1'],
	['6', 'Hanna Brandt', 'People', 'Head of People', 'Berlin', '5'],
	['7', 'Oskar Lindqvist', 'IT', 'Head of IT', 'Berlin', '2'],
	['8', 'Dana Whitlock', 'IT', 'Identity Engineer', 'London', '7'],
	['9', 'Samir Khoury', 'IT', 'IT Support Lead', 'London', '7'],
	['10', 'Bea Castellan', 'IT', 'IT Support Specialist', 'New York', '9'],
	['11', 'Colm Rafferty', 'IT', 'Endpoint Engineer', 'Berlin', '7'],
	['12', 'Mei Takahashi', 'IT', 'IT Support Specialist', 'Singapore', '9'],
	['13', 'Lukas Ebner', 'Engineering', 'Engineering Manager, Platform', 'Berlin', '2'],
	['14', 'Amara Osei', 'Engineering', 'Engineering Manager, Product', 'London', '2'],
	['15', 'Petra Novak', 'Engineering', 'Senior Engineer', 'Berlin', '13'],
	['16', 'Diego Fuentes', 'Engineering', 'Senior Engineer', 'New York', '14'],
	['17', 'Jordan Lee', 'Engineering', 'Engineer', 'London', '14', { workEmail: `j.lee@${DOMAIN}` }],
	['18', 'Wiktor Zielinski', 'Engineering', 'Engineer', 'Berlin', '13'],
	['19', 'Nora Vance', 'Engineering', 'Staff Engineer', 'Sydney', '13'],
	['20', 'Kaleo Nakamura', 'Engineering', 'Engineer', 'Honolulu', '14'],
	['21', 'Sofia Bellini', 'Engineering', 'Engineer', 'Berlin', '13'],
	['22', 'Tariq Aziz', 'Engineering', 'Engineer', 'London', '14'],
	['23', 'Greta Holm', 'Engineering', 'Site Reliability Engineer', 'Berlin', '13'],
	['24', 'Ravi Menon', 'Engineering', 'Site Reliability Engineer', 'Singapore', '13'],
	['25', 'Chloe Dupont', 'Engineering', 'Product Designer', 'London', '14'],
	['26', 'Ben Hartley', 'Engineering', 'Product Manager', 'London', '14'],
	['27', 'Yara Haddad', 'Engineering', 'Engineer', 'Berlin', '13'],
	['28', 'Callum Reid', 'Engineering', 'Engineer', 'Sydney', '14'],
	['29', 'Ewa Sikora', 'Engineering', 'Test Engineer', 'Berlin', '14'],
	['30', 'Mateo Rivas', 'Engineering', 'Engineer', 'New York', '14'],
	['31', 'Adele Fontaine', 'Finance', 'Controller', 'London', '3'],
	['32', 'Gideon Stern', 'Finance', 'Accountant', 'New York', '31'],
	['33', 'Lin Zhao', 'Finance', 'Financial Analyst', 'Singapore', '31'],
	['34', 'Karin Lund', 'Finance', 'Payroll Specialist', 'Berlin', '31', { kind: 'Part-Time' }],
	['35', 'Owen Pryce', 'Finance', 'Accountant', 'London', '31'],
	['36', 'Fatima Noor', 'Finance', 'Procurement Manager', 'London', '3'],
	['37', 'Victor Alden', 'Sales', 'Sales Director, Americas', 'New York', '4'],
	['38', 'Clara Meyer', 'Sales', 'Sales Director, EMEA', 'Berlin', '4'],
	['39', 'Josh Abrams', 'Sales', 'Account Executive', 'New York', '37'],
	['40', 'Renee Caldwell', 'Sales', 'Account Executive', 'New York', '37'],
	['41', 'Felix Baumann', 'Sales', 'Account Executive', 'Berlin', '38'],
	['42', 'Jamie Lee', 'Sales', 'Account Executive', 'London', '38', { workEmail: `j.lee2@${DOMAIN}` }],
	['43', 'Anouk Visser', 'Sales', 'Account Manager', 'Berlin', '38'],
	['44', 'Tom Ellery', 'Sales', 'Sales Engineer', 'London', '38'],
	['45', 'Grace Okonkwo', 'Sales', 'Sales Engineer', 'New York', '37'],
	['46', 'Hugo Laurent', 'Sales', 'Business Development', 'London', '38'],
	['47', 'Isla Morgan', 'Sales', 'Account Manager', 'Sydney', '37'],
	['48', 'Dmitri Volkov', 'Sales', 'Business Development', 'Berlin', '38'],
	['49', 'Paula Santos', 'Sales', 'Sales Operations', 'New York', '4'],
	['50', 'Kiran Patel', 'Sales', 'Account Executive', 'Singapore', '37'],
	['51', 'Elena Petrova', 'Marketing', 'Head of Marketing', 'London', '4'],
	['52', 'Noah Fischer', 'Marketing', 'Content Lead', 'Berlin', '51'],
	['53', 'Zoe Lambert', 'Marketing', 'Events Manager', 'New York', '51'],
	['54', 'Alba Serrano', 'Marketing', 'Brand Designer', 'London', '51', { kind: 'Part-Time' }],
	['55', 'Max Keller', 'Marketing', 'Growth Analyst', 'Berlin', '51'],
	['56', 'Leilani Kahale', 'Marketing', 'Community Manager', 'Honolulu', '51'],
	['57', 'Stephen Rowe', 'Operations', 'Facilities Manager', 'London', '5'],
	['58', 'Aiko Mori', 'Operations', 'Office Manager', 'Singapore', '57'],
	['59', 'Jonas Weber', 'Operations', 'Supply Lead', 'Berlin', '5'],
	['60', 'Maya Cohen', 'Support', 'Head of Support', 'New York', '5'],
	['61', 'Liam Doyle', 'Support', 'Support Engineer', 'London', '60'],
	['62', 'Nia Thompson', 'Support', 'Support Engineer', 'New York', '60'],
	['63', 'Arjun Desai', 'Support', 'Support Engineer', 'Singapore', '60'],
	['64', 'Freya Nilsen', 'Support', 'Support Engineer', 'Sydney', '60'],
	['65', 'Pablo Ortega', 'Support', 'Support Specialist', 'New York', '60', { kind: 'Part-Time' }],
	['66', 'Simone Keita', 'People', 'Recruiter', 'London', '6'],
	['67', 'Erik Dahl', 'People', 'HR Business Partner', 'Berlin', '6'],
	['68', 'Robin Ashdown', 'Engineering', 'Contract Engineer', 'London', '14', { kind: 'Contractor', hiredOn: -200 }],
	['69', 'Milan Kovac', 'Engineering', 'Contract Engineer', 'Berlin', '13', { kind: 'Contractor', hiredOn: -90 }],
	['70', 'Tess Moreau', 'Marketing', 'Contract Copywriter', 'London', '51', { kind: 'Contractor', hiredOn: -60 }],
	['71', 'Joao Teixeira', 'Support', 'Contract Support', 'New York', '60', { kind: 'Contractor', hiredOn: -30 }],
	['72', 'Astrid Berg', 'Engineering', 'Engineer', 'Berlin', '13', { hiredOn: 21 }],
	['73', 'Omar Farouk', 'Sales', 'Account Executive', 'London', '38', { hiredOn: 45 }],
	['74', 'Gwen Parry', 'Finance', 'Accountant', 'London', '31', { leftOn: -120 }],
	['75', 'Curtis Boyd', 'Sales', 'Account Executive', 'New York', '37', { leftOn: -40 }],
];

const emailOf = (firstName: string, lastName: string) => `${firstName}.${lastName}@${DOMAIN}`.toLowerCase();

export const people: readonly Person[] = LINES.map(([id, name, department, jobTitle, location, managerId, deviations]) => {
	const [firstName = '', lastName = ''] = name.split(' ');
	const workEmail = emailOf(firstName, lastName);
	const hiredOn = -400 - Number(id) * 17;
	return Object.freeze<Person>({ id, firstName, lastName, workEmail, department, jobTitle, location, managerId, kind: 'Full-Time', hiredOn, ...deviations });
});

export function personById(id: string): Person {
	const person = people.find((candidate) => candidate.id === id);
	if (person === undefined) throw new Error(`Nobody at the company has the id ${id}`);
	return person;
}
