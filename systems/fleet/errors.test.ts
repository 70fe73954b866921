import { fleetProblem } from './errors';

const lock = { method: 'POST', path: '/hosts/7/lock' } as const;
const problem = (status: number, body: unknown) => fleetProblem(lock, { status, headers: {}, body });
const reason = (why: string) => ({ message: 'Validation Failed', errors: [{ name: 'host_id', reason: why }], uuid: 'u' });

test.each<[number, unknown, string, RegExp]>([
	[401, { message: 'Authentication required' }, 'unauthorised', /did not accept the token.*Make a new one/],
	[402, { message: 'Requires Fleet Premium license' }, 'forbidden', /need Fleet Premium; without it, do it by hand and waive it/],
	[403, reason('This action requires a Fleet Premium license'), 'forbidden', /need Fleet Premium/],
	[403, { message: 'Forbidden' }, 'forbidden', /role of a maintainer in every team/],
	[404, reason('Host 7 was not found in the datastore'), 'not_found', /does not know/],
	[400, reason('Can\'t turn off MDM for Windows hosts.'), 'rejected', /Can't turn off MDM for Windows hosts\. Look at the host/],
	[409, reason('Host is already locked.'), 'rejected', /already locked/],
	[422, reason('Host has pending lock request.'), 'rejected', /pending lock request/],
	[429, { message: 'limit exceeded' }, 'throttled', /in a few minutes/],
	[429, '<html>', 'throttled', /rate limit/],
	[500, reason('anything'), 'vendor_error', /failed inside/],
	[503, '<html>', 'vendor_error', /failed inside/],
	[302, '', 'bad_answer', /a redirect/],
	[404, '<html>not here</html>', 'bad_answer', /not its API/],
	[403, '<html>blocked by a firewall</html>', 'bad_answer', /not its API/],
	[422, { errors: [null, { reason: 3 }] }, 'bad_answer', /not its API/],
])('%s with %j is %s', (status, body, code, sentence) => {
	expect(problem(status, body)).toMatchObject({ code, message: expect.stringMatching(sentence), evidence: { status } });
});

test('what looks like a secret is in no sentence', () => {
	expect(problem(422, reason('token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U is wrong')).message).not.toContain('dozjgNryP4J3');
});

test('no PIN is quoted, whoever put it there', () => {
	expect(problem(422, reason('unlock PIN 123456 was not taken')).message).toContain('PIN ****** was');
});
