/**
 * `npm run test:slow`: every `*.slow.test.ts`. They take long, or need programs that are not from npm;
 * if Debian's package for one is missing, its tests are skipped and name it.
 */

import { runTests } from './tests/run.ts'

await runTests('slow')
