/** What npm would publish, as tarballs. */

import { join } from 'node:path'
import { directoryOf } from './assemble.ts'
import { run } from './run.ts'
import { build, type Workspace } from './workspaces.ts'

/** Packs each assembled package and returns the paths of the tarballs. */
export async function pack(workspaces: readonly Workspace[]): Promise<string[]> {
  return Promise.all(
    workspaces.map(async (workspace) => {
      const out = await run('npm', ['pack', '--silent', '--pack-destination', build], {
        cwd: directoryOf(workspace),
      })
      return join(build, out.trim())
    }),
  )
}
