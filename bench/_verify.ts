import { readFileSync } from 'node:fs';
import { readPeriodEvidence } from '../ledger/verify/period';
import { parseStrict } from '../ledger/verify/json';
const text = readFileSync('/tmp/period-1000.json', 'utf8');
let s = performance.now();
parseStrict(text, 'x');
console.log('parseStrict', performance.now() - s);
for (let i = 0; i < 3; i++) { s = performance.now(); const r = readPeriodEvidence(text); console.log('verify', r.ok, performance.now() - s); }
