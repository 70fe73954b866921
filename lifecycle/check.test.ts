import { failedCheck, together } from './check';
import { Problem } from './problem';

test('what could not be asked is a finding, and names what its refusal names', () => {
	expect(failedCheck(new Problem('unreachable', 'Okta could not be reached.'))).toEqual({ ok: false, message: 'Okta could not be reached.' });
	expect(failedCheck(new Problem('forbidden', 'No.', { missing: ['okta.logs.read'] }))).toEqual({ ok: false, message: 'No.', missing: ['okta.logs.read'] });
	expect(failedCheck(new TypeError('x is not a function'))).toMatchObject({ ok: false });
});

test('several are in order only together, and are told in sentences', () => {
	expect(together([{ ok: true, message: 'One is fine' }, { ok: true, message: 'Two is fine.' }])).toEqual({ ok: true, message: 'One is fine. Two is fine.' });
	expect(together([{ ok: false, message: 'One.', missing: ['a', 'b'] }, { ok: true, message: 'Two' }, { ok: false, message: 'Three.', missing: ['b', 'c'] }])).toEqual({ ok: false, message: 'One. Two. Three.', missing: ['a', 'b', 'c'] });
});
