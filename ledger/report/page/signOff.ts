import type { Markup } from './markup';
import { h } from './markup';
import { section, table } from './parts';

const whoSigns = ['Human resources', 'Line manager', 'IT', 'Asset custodian', 'Cybersecurity'];

/** For paper: what a clearance form asks for beside what a system can know. */
export const signOff = (): Markup =>
	section(
		'sign-off',
		'Sign-off',
		h('p', {}, 'To be signed on paper where a discharge form is asked for. Signatures here are no part of what is proven above.'),
		h('div', { class: 'paper' }, table('Who signs', ['For', 'Name', 'Signature', 'Date'], whoSigns.map((who) => [who, '', '', '']))),
	);
