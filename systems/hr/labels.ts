import type { Labels, State } from './source';

const plain = (label: string): string => label.toLowerCase().replace(/[\s_-]+/g, '');

/** What a label means: as the company says, or else as the vendor documents. Undefined where nobody said. */
export const stateOf = (label: string, own: Labels, documented: Labels): State | undefined => find(own, label) ?? find(documented, label);

const find = (labels: Labels, label: string): State | undefined => Object.entries(labels).find(([name]) => plain(name) === plain(label))?.[1];
