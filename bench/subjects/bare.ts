/** The limit: a bare `node:http` server that sends as much as Mandate does for the same forms. */

import { startChild } from '../measure/child.ts'
import { residentMemory } from '../measure/processes.ts'
import { accountOf } from '../measure/spent.ts'
import type { AnswerSizes } from '../servers/bare.ts'
import type { Offer, ServerSubject, Work } from './subject.ts'

const REDEEMING = '/redeem'
const ASKING = '/ask'

/** `offers` and their tokens are those of the server to compare with. */
export async function openBare(model: {
  readonly offers: ServerSubject['offers']
  readonly unknownTokens: readonly string[]
  /** The body of a token answer and of an introspection answer, in bytes. */
  readonly sizes: { readonly tokens: number; readonly introspection: number }
}): Promise<ServerSubject> {
  const start = () => startChild<{ port: number }>('servers/bare.ts')
  const { pid, ready, startup, ask, stop } = await start()
  const { sizes } = model
  await ask<null>({
    [REDEEMING]: sizes.tokens,
    [ASKING]: sizes.introspection,
  } satisfies AnswerSizes)
  const like = (work: Work, path: string, bytes: number): Partial<Record<Work, Offer>> => {
    const offer = model.offers[work]
    if (offer === undefined) return {}
    const { form } = offer
    return { [work]: { form: { ...form, path }, expected: { is: 'filler', bytes } } }
  }
  return {
    is: 'server',
    name: 'bare node:http',
    kind: 'limit',
    ports: [ready.port],
    spent: accountOf([pid]),
    memory: () => residentMemory(pid),
    offers: {
      ...like('refresh', REDEEMING, sizes.tokens),
      ...like('introspection', ASKING, sizes.introspection),
    },
    codes: async () => [],
    unknownTokens: model.unknownTokens,
    storage: undefined,
    startup,
    async startAnother() {
      const another = await start()
      await another.stop()
      return another.startup
    },
    stop,
  }
}
