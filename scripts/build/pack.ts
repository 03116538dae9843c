/** What npm would publish, as files. */

import { join } from 'node:path'
import { directoryOf } from './assemble.ts'
import { run } from './run.ts'
import { build, type Workspace } from './workspaces.ts'

/** Packs each assembled package and answers where the tarballs are. */
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
