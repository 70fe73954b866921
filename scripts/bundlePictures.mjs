/** Takes the pictures of evidence bundles anew, from pages in a real browser. */
import { join } from 'node:path';

import { root } from './lib/install.mjs';
import { run } from './lib/run.mjs';

const withNode = join(root, 'scripts', 'with-node.mjs');
const env = { ...process.env, JML_PICTURES: join(root, 'docs', 'images') };
process.exitCode = await run(process.execPath, [withNode, 'jest', '--selectProjects', 'pages', '--testPathPatterns', 'pictures'], { cwd: root, env });
