/** The last steps after a guide or README: type-checks its TypeScript, with strict settings. */

import type { Step } from './guide.ts'

const project = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['*.ts'],
}

/** Prints what does not type-check in the saved files, and fails. */
export const typeCheck: readonly Step[] = [
  {
    kind: 'save',
    where: 'the type check',
    name: 'tsconfig.json',
    text: `${JSON.stringify(project)}\n`,
  },
  {
    kind: 'run',
    where: 'the type check',
    commands: 'npm install @types/node @types/express @types/simple-oauth2\ntsc --project .\n',
    shows: null,
  },
]
