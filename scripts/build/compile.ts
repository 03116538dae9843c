/**
 * TypeScript to JavaScript and declarations, with the project's own settings. The compiler starts
 * at the packages' exports and follows the imports, so tests and their tools are left out.
 */

import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'
import {
  build,
  compiled,
  entries,
  examples,
  published,
  root,
  type Workspace,
} from './workspaces.ts'

export async function compile(): Promise<void> {
  const workspaces = [...published, ...examples]
  const ambient = workspaces.flatMap(({ path }) => globSync(join(root, path, 'src/**/*.d.ts')))
  const project = {
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rootDir: '..',
      outDir: compiled,
      // Files that the compiler happens to reach through node_modules first would not be emitted.
      paths: Object.fromEntries(workspaces.flatMap(sourcesByName)),
    },
    files: [...workspaces.flatMap(entries), ...ambient],
    include: [],
  }
  const file = join(build, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(project, null, 2))
  await run('tsc', ['--project', file], { cwd: root })
}

/** What others import of a workspace, with the file that it is. */
function sourcesByName({ path, manifest }: Workspace): (readonly [string, readonly string[]])[] {
  return Object.entries(manifest.exports ?? {})
    .filter(([, target]) => target.endsWith('.ts'))
    .map(([name, target]) => [join(manifest.name, name), [join(root, path, target)]])
}
