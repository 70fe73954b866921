import type { CaseKind } from './event';

/** What kind of access a step closes, as steps write it into their results. */
export const accessKinds = ['sign-in', 'credentials', 'entitlements', 'devices', 'data'] as const;
export type AccessKind = (typeof accessKinds)[number];

/** What in a case can speak for a control: the steps of a kind, or how the case came about and is kept. */
export type EvidenceKind = AccessKind | 'trigger' | 'approval' | 'seal';

export interface Control {
	framework: string;
	id: string;
	/** In our words; the text that counts is the publisher's. */
	meaning: string;
	evidence: readonly EvidenceKind[];
	/** Only in cases of this kind. */
	only?: CaseKind;
	/** Whether we could compare our words with the publisher's text. */
	wording: 'compared' | 'not compared';
}

const eccTwo = 'NCA ECC-2:2024';
const csf = 'NIST CSF 2.0';
const nist = 'NIST SP 800-53 r5';
const soc = 'SOC 2 (TSC 2017)';
const iso = 'ISO/IEC 27001:2022';

/**
 * Which evidence we hold to speak for which control. No publisher of a standard has confirmed the mapping: it is an
 * auditor's to accept.
 */
export const controls: readonly Control[] = [
	{ framework: eccTwo, id: '1-9-1', meaning: 'Cybersecurity requirements for staff before, during and after employment are defined and approved', evidence: ['trigger'], wording: 'not compared' },
	{ framework: eccTwo, id: '1-9-5', meaning: 'Access is reviewed and removed immediately when employment ends, and assets are returned', evidence: ['sign-in', 'credentials', 'entitlements', 'devices'], only: 'leaver', wording: 'not compared' },
	{ framework: csf, id: 'PR.AA-01', meaning: 'Identities and credentials are managed by the organisation', evidence: ['sign-in', 'credentials'], wording: 'compared' },
	{ framework: csf, id: 'PR.AA-05', meaning: 'Permissions and entitlements are managed, enforced and reviewed', evidence: ['entitlements', 'approval'], wording: 'compared' },
	{ framework: csf, id: 'GV.RR-04', meaning: 'Cybersecurity is part of human-resources practice', evidence: ['trigger'], wording: 'compared' },
	{ framework: nist, id: 'PS-4 a', meaning: 'System access is disabled within the set time of a termination', evidence: ['sign-in'], only: 'leaver', wording: 'compared' },
	{ framework: nist, id: 'PS-4 b', meaning: 'Authenticators and credentials are terminated or revoked', evidence: ['credentials'], only: 'leaver', wording: 'compared' },
	{ framework: nist, id: 'PS-4 d', meaning: 'Security-related property is retrieved', evidence: ['devices'], only: 'leaver', wording: 'compared' },
	{ framework: nist, id: 'PS-4 e', meaning: 'The organisation keeps access to what the person controlled', evidence: ['data'], only: 'leaver', wording: 'compared' },
	{ framework: nist, id: 'PS-4(2)', meaning: 'Disabling is automated', evidence: ['trigger', 'sign-in'], only: 'leaver', wording: 'compared' },
	{ framework: nist, id: 'PS-5', meaning: 'After a transfer, access is reviewed and modified', evidence: ['entitlements', 'approval'], only: 'mover', wording: 'compared' },
	{ framework: nist, id: 'AC-2 f', meaning: 'Accounts are created, changed, disabled and removed as the policy says', evidence: ['sign-in', 'entitlements'], wording: 'compared' },
	{ framework: nist, id: 'AC-2 l', meaning: 'Account management is aligned with termination and transfer', evidence: ['trigger'], wording: 'compared' },
	{ framework: nist, id: 'AC-2(3)', meaning: 'Accounts are disabled when they belong to nobody any more', evidence: ['sign-in'], only: 'leaver', wording: 'compared' },
	{ framework: nist, id: 'AU-9', meaning: 'Audit information is protected', evidence: ['seal'], wording: 'compared' },
	{ framework: nist, id: 'AU-10', meaning: 'What was done cannot be denied', evidence: ['seal'], wording: 'compared' },
	{ framework: soc, id: 'CC6.2', meaning: 'Credentials are removed when access is no longer authorised', evidence: ['sign-in', 'credentials'], wording: 'compared' },
	{ framework: soc, id: 'CC6.3', meaning: 'Access is granted, modified and removed by role', evidence: ['entitlements', 'approval'], wording: 'compared' },
	{ framework: soc, id: 'CC6.5', meaning: 'Assets are no longer protected only once nothing can be read from them', evidence: ['devices'], wording: 'not compared' },
	{ framework: iso, id: 'A.5.11', meaning: 'Assets are returned', evidence: ['devices'], wording: 'not compared' },
	{ framework: iso, id: 'A.5.16', meaning: 'Identities are managed over their whole life', evidence: ['sign-in'], wording: 'not compared' },
	{ framework: iso, id: 'A.5.18', meaning: 'Access rights are removed or adjusted on termination and change', evidence: ['sign-in', 'entitlements'], wording: 'not compared' },
	{ framework: iso, id: 'A.8.15', meaning: 'Logs are produced, kept and protected', evidence: ['seal'], wording: 'not compared' },
	{ framework: 'PCI DSS 4.0.1', id: '8.2.5', meaning: 'Access of terminated users is revoked immediately', evidence: ['sign-in', 'credentials'], only: 'leaver', wording: 'compared' },
	{ framework: 'CMMC 2.0 L2', id: 'PS.L2-3.9.2 [b]', meaning: 'Access and credentials end with the termination', evidence: ['sign-in', 'credentials'], only: 'leaver', wording: 'compared' },
	{ framework: 'CMMC 2.0 L2', id: 'PS.L2-3.9.2 [c]', meaning: 'Systems are protected during and after a transfer', evidence: ['entitlements'], only: 'mover', wording: 'compared' },
	{ framework: 'HIPAA', id: '45 CFR 164.308(a)(3)(ii)(C)', meaning: 'Access to health information ends with the employment', evidence: ['sign-in', 'credentials'], only: 'leaver', wording: 'not compared' },
	{ framework: 'CIS Controls v8.1', id: '6.2', meaning: 'An automated process revokes access immediately', evidence: ['sign-in', 'credentials', 'entitlements'], wording: 'not compared' },
];

export const controlsOf = (evidence: EvidenceKind, kind: CaseKind | null): readonly Control[] =>
	controls.filter((control) => control.evidence.includes(evidence) && (control.only === undefined || control.only === kind));
