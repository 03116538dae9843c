/** What operators do with the stream of a client: test it, pause it, let it go on, delete it. */

import { isPushed } from '../../oauth/security-events/stream-document.ts'
import { type StreamTurn, turnStream, verifyStream } from '../../operations/event-streams.ts'
import { STREAMS } from '../../pages/console/streams.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct, type Submitted } from './act.ts'
import { counted } from './counts.ts'
import { MOST_COUNTED } from './endpoint-health.ts'
import { noSuchStream, streamOf } from './streams.ts'
import { alerted, done, goAndTell, placeOf, type Visit } from './visit.ts'

const text = consoleWords.streams
const ONE = `${STREAMS}/:id` as const
const page = ({ id = '' }: Visit['params']) => placeOf('streams', id)

async function turn(
  context: HttpContext,
  visit: Submitted,
  { how, told }: { readonly how: StreamTurn; readonly told: (name: string) => string },
) {
  const found = await streamOf(context, visit)
  if (found === undefined) return noSuchStream(visit)
  const asked = { id: found.stream.id, turn: how }
  const outcome = await turnStream(context, visit.operating.actor, asked)
  if (outcome.is === 'no_such_stream') return noSuchStream(visit)
  const address = how === 'delete' ? STREAMS : page(visit.params)
  return goAndTell(context, visit, { address, told: done(told(found.client.name)) })
}

export const pauseStream = consoleAct({
  ...{ path: `${ONE}/pause`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  perform: (context, visit) => turn(context, visit, { how: 'pause', told: () => text.wasPaused }),
})

export const resumeStream = consoleAct({
  ...{ path: `${ONE}/resume`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  perform: (context, visit) => turn(context, visit, { how: 'resume', told: () => text.wasResumed }),
})

export const testStream = consoleAct({
  ...{ path: `${ONE}/test`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  perform: async (context, visit) => {
    const found = await streamOf(context, visit)
    if (found === undefined) return noSuchStream(visit)
    const asked = { id: found.stream.id, state: '' }
    const outcome = await verifyStream(context, visit.operating.actor, asked)
    if (outcome.is === 'no_such_stream') return noSuchStream(visit)
    const sent = isPushed(found.stream) ? text.testAsked : text.testAskedPoll
    const told = outcome.is === 'paused' ? alerted(text.testPaused) : done(sent)
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const deleteStream = consoleAct({
  ...{ path: `${ONE}/delete`, needs: 'webhooks:write', needsRecentSignIn: true, page },
  ask: async (context, visit) => {
    const found = await streamOf(context, visit)
    if (found === undefined) return noSuchStream(visit)
    const { name } = found.client
    const { waiting } = await context.store.endpoints.tallyDeliveries(found.stream.id)
    const count = counted(waiting, 'event', waiting >= MOST_COUNTED)
    return {
      ...{ current: 'streams', title: text.deleteQuestion(name), typed: name },
      consequences: [text.deleteWaiting(count), text.deleteDeaf, text.deleteForever],
      ...{ button: text.deleteButton, back: page(visit.params) },
    }
  },
  perform: (context, visit) => turn(context, visit, { how: 'delete', told: text.wasDeleted }),
})
