const prefix = 'https://www.googleapis.com/auth/';

/** Steps name scopes without what all of them begin with. */
export const scopeUrl = (scope: string): string => (scope.includes('://') ? scope : prefix + scope);
export const scopeName = (scope: string): string => (scope.startsWith(prefix) ? scope.slice(prefix.length) : scope);

/** As typed or pasted: blanks, commas and line ends stand between scopes, with or without the beginning. */
export const scopesIn = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== '').map(scopeName))];

/** In whose name a scope is asked for: Gmail's settings belong to the mailbox, and Cloud's roles to the service account itself. */
export type Acting = 'admin' | 'mailbox' | 'itself';

export const actingFor = (scope: string): Acting => (scope.startsWith('gmail.') ? 'mailbox' : scope === 'cloud-platform' ? 'itself' : 'admin');
