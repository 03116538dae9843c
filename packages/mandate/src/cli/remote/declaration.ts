/** `mandate apply` and `mandate export` against a server elsewhere. */

import type { Problem } from '../../apply/plan.ts'
import type { Sections } from '../../apply/sections.ts'
import { exported } from '../apply/export.ts'
import { applyFile } from '../apply/run.ts'
import type { ApplyTarget, Plan, Wrong } from '../apply/target.ts'
import { UsageRefused } from '../command.ts'
import { type AdminApi, PartsRefused } from './admin-api.ts'
import type { RemoteCommand } from './remote-command.ts'
import { textOf } from './which.ts'

export const declarationCommands: Readonly<Record<string, RemoteCommand>> = {
  apply: async ({ api, args, context, options }) => {
    if (options['init'] !== undefined) {
      throw new UsageRefused('--init makes a data directory here; leave it out with --server')
    }
    const newSecrets = textOf(options['newSecrets'])
    const wanted = {
      ...options,
      ...(options['plan'] === true && { plan: true as const }),
      ...(options['yes'] === true && { yes: true as const }),
      ...(newSecrets !== undefined && { newSecrets }),
    }
    await applyFile(context, wanted, { path: args[0] ?? '', target: applyElsewhere(api) })
    return undefined
  },
  export: async ({ api }) => {
    const { sections } = await api.read('/declaration')
    return exported(sections as Sections)
  },
}

function applyElsewhere(api: AdminApi): ApplyTarget {
  return {
    plan: (sections, { secrets, images, canMake }) =>
      unlessWrong(async () => {
        const body = { sections, secrets, images, can_make_secrets: canMake }
        const plan = await api.act('POST', '/declaration/plan', body)
        return { is: 'planned', ...plan } as unknown as Plan
      }),
    apply: (sections, { secrets, images, made }, digest) =>
      unlessWrong(async () => {
        await api.act('POST', '/declaration/apply', {
          ...{ sections, secrets, images, digest },
          made_secrets: made,
        })
        return { is: 'applied' }
      }),
  }
}

/** Problems with their places in the file, of which the server has been sent the sections. */
async function unlessWrong<Done>(act: () => Promise<Done>): Promise<Done | Wrong> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof PartsRefused)) throw error
    return {
      is: 'wrong',
      problems: error.errors.map(({ field, detail }) => ({ at: placeIn(field), text: detail })),
    }
  }
}

/** RFC 6901 §4, without the member `sections` in front. */
function placeIn(pointer: string): Problem['at'] {
  return pointer
    .split('/')
    .slice(2)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
