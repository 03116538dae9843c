/**
 * `npm test`: every fast test in the repository, on the project's own Node. `tests/run.ts` says how
 * arguments narrow it: `npm test -- packages/guard`.
 */

import { runTests } from './tests/run.ts'

await runTests('fast')
