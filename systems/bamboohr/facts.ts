import type { Turn } from './employment';

/** Names one fact about one person: what HR entered, not when somebody looked. */
export const factOf = ({ kind, date, fact }: Pick<Turn, 'kind' | 'date' | 'fact'>): string => [kind, date, fact].filter((part) => part !== '').join('/');

/** What HR took back and says again is another event, so that it is not taken for a repetition. */
export const keyOf = (company: string, employeeId: string, fact: string, times: number): string => ['bamboohr', company, employeeId, fact + (times === 0 ? '' : `.${times + 1}`)].join('/');
