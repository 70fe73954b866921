import type { Verified } from '../../verify';
import type { CaseView } from '../view';
import { h, type Markup } from './markup';
import { said, section, table } from './parts';

const whoSigns = ['Human resources', 'Line manager', 'IT', 'Asset custodian', 'Cybersecurity'];

/** For paper: what a clearance form asks for beside what a system can know. */
export const signOff = ({ caseId }: Verified, { person, event, verdict }: CaseView): Markup =>
	section(
		'sign-off',
		'Sign-off',
		h('p', {}, [event?.name ?? 'Case', ' of '], said(person?.name ?? 'somebody who is not named'), ', case ', h('code', {}, caseId), `, verdict: ${verdict}.`),
		h('p', { class: 'quiet' }, 'To be signed on paper where a discharge form is asked for. Signatures here are no part of what is proven above.'),
		h('div', { class: 'paper' }, table('Who signs', ['For', 'Name', 'Signature', 'Date'], whoSigns.map((who) => [who, '', '', '']))),
	);
