/** What operators do with one webhook: test it, pause it, rotate its secret, send again, delete it. */

import { replayWebhook, testWebhook } from '../../operations/webhook-deliveries.ts'
import { rotateWebhookSecret, turnWebhook, type WebhookTurn } from '../../operations/webhooks.ts'
import { secretPage } from '../../pages/console/secret.ts'
import type { Told } from '../../pages/console/shell.ts'
import { WEBHOOKS } from '../../pages/console/webhooks.ts'
import { html } from '../../pages/html.ts'
import { day } from '../../pages/time.ts'
import { consoleWords } from '../../words/console/console.ts'
import { en } from '../../words/en/en.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct, type Submitted } from './act.ts'
import { counted } from './counts.ts'
import { MOST_COUNTED } from './endpoint-health.ts'
import { alerted, done, goAndTell, placeOf, sendConsole, type Visit } from './visit.ts'
import { noSuchWebhook, webhookOf } from './webhooks.ts'

const text = consoleWords.webhooks
const ONE = `${WEBHOOKS}/:id` as const
const page = ({ id = '' }: Visit['params']) => placeOf('webhooks', id)

const backWith = (context: HttpContext, visit: Visit, told: Told) =>
  goAndTell(context, visit, { address: page(visit.params), told })

export const rotateSecretOfWebhook = consoleAct({
  path: `${ONE}/rotate-secret`,
  needs: 'webhooks:write',
  needsRecentSignIn: true,
  isOnce: true,
  page,
  ask: async (context, visit) => {
    const webhook = await webhookOf(context, visit)
    if (webhook === undefined) return noSuchWebhook(visit)
    const overlap = en.inWords.span(context.settings.clientSecretOverlapSeconds)
    return {
      ...{ current: 'webhooks', title: text.rotateQuestion(webhook.name), typed: null },
      consequences: text.rotateConsequences(overlap),
      fields: html`<div class="tick"><input id="now" name="now" type="checkbox" value="yes"/>
<label for="now">${text.rotateNow}</label></div>`,
      ...{ button: text.rotateButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const webhook = await webhookOf(context, visit)
    if (webhook === undefined) return noSuchWebhook(visit)
    const outcome = await rotateWebhookSecret(context, visit.operating.actor, {
      id: webhook.id,
      ...(visit.form.has('now') && { overlapSeconds: 0 }),
    })
    if (outcome.is === 'no_such_webhook') return noSuchWebhook(visit)
    if (outcome.is !== 'rotated') return backWith(context, visit, alerted(text.clockInDoubt))
    const { props } = visit
    const until = html`${text.rotatedUntil} ${day(props.words, outcome.previousExpiresAt)}.`
    return sendConsole(
      visit,
      secretPage({
        ...{ ...props, current: 'webhooks', title: text.rotatedTitle(webhook.name) },
        about: visit.form.has('now') ? [text.rotatedAtOnce] : [text.rotatedAbout, until],
        values: [
          [text.id, webhook.id],
          [text.secret, outcome.secret],
        ],
        onward: page(visit.params),
      }),
    )
  },
})

/** Pauses it, or lets it go on; asking for what is so already does no harm. */
async function turn(
  context: HttpContext,
  visit: Submitted,
  { how, told }: { readonly how: WebhookTurn; readonly told: (name: string) => string },
) {
  const webhook = await webhookOf(context, visit)
  const id = webhook?.id ?? ''
  const outcome = await turnWebhook(context, visit.operating.actor, { id, turn: how })
  if (webhook === undefined || outcome.is === 'no_such_webhook') return noSuchWebhook(visit)
  const address = how === 'delete' ? WEBHOOKS : page(visit.params)
  return goAndTell(context, visit, { address, told: done(told(webhook.name)) })
}

export const pauseWebhook = consoleAct({
  ...{ path: `${ONE}/pause`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  perform: (context, visit) => turn(context, visit, { how: 'disable', told: text.wasPaused }),
})

export const enableWebhook = consoleAct({
  ...{ path: `${ONE}/enable`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  perform: (context, visit) => turn(context, visit, { how: 'enable', told: text.wasEnabled }),
})

export const deleteWebhook = consoleAct({
  ...{ path: `${ONE}/delete`, needs: 'webhooks:write', needsRecentSignIn: true, page },
  ask: async (context, visit) => {
    const webhook = await webhookOf(context, visit)
    if (webhook === undefined) return noSuchWebhook(visit)
    const counts = await context.store.endpoints.tallyDeliveries(webhook.id)
    const waiting = counted(counts.waiting, 'event', counts.waiting >= MOST_COUNTED)
    const dead = counted(counts.dead, 'dead letter', counts.dead >= MOST_COUNTED)
    return {
      ...{ current: 'webhooks', title: text.deleteQuestion(webhook.name), typed: webhook.name },
      consequences: [text.deleteWaiting(waiting), text.deleteDead(dead), text.deleteForever],
      ...{ button: text.deleteButton, back: page(visit.params) },
    }
  },
  perform: (context, visit) => turn(context, visit, { how: 'delete', told: text.wasDeleted }),
})

export const sendTestEvent = consoleAct({
  ...{ path: `${ONE}/test`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  perform: async (context, visit) => {
    const id = visit.params['id'] ?? ''
    const outcome = await testWebhook(context, visit.operating.actor, { id })
    if (outcome.is === 'no_such_webhook') return noSuchWebhook(visit)
    const { problem, status, answer } = outcome
    const said = answer === '' ? [] : [text.testAnswer(answer)]
    const told =
      problem === null
        ? done(text.testArrived(String(status)), ...said)
        : alerted(text.testFailed, problem, ...said)
    return backWith(context, visit, told)
  },
})

export const replayDeadLetters = consoleAct({
  ...{ path: `${ONE}/replay`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  ask: async (context, visit) => {
    const webhook = await webhookOf(context, visit)
    if (webhook === undefined) return noSuchWebhook(visit)
    const { dead } = await context.store.endpoints.tallyDeliveries(webhook.id)
    const count = counted(dead, 'dead letter', dead >= MOST_COUNTED)
    return {
      ...{ current: 'webhooks', title: text.replayQuestion(webhook.name), typed: null },
      consequences: text.replayConsequences(count),
      ...{ button: text.replayButton, back: page(visit.params) },
    }
  },
  perform: (context, visit) => replay(context, visit, { dead: true }),
})

export const replayEvent = consoleAct({
  ...{ path: `${ONE}/replay/:event`, needs: 'webhooks:write', needsRecentSignIn: false, page },
  perform: (context, visit) => replay(context, visit, { events: [visit.params['event'] ?? ''] }),
})

async function replay(
  context: HttpContext,
  visit: Submitted,
  what: Parameters<typeof replayWebhook>[2]['what'],
) {
  const webhook = await webhookOf(context, visit)
  const id = webhook?.id ?? ''
  const outcome = await replayWebhook(context, visit.operating.actor, { id, what })
  if (webhook === undefined || outcome.is === 'no_such_webhook') return noSuchWebhook(visit)
  if (outcome.is !== 'replayed') return backWith(context, visit, alerted(text.noSuchEvent))
  const lines = [text.wasReplayed(counted(outcome.count, 'event'))]
  if (webhook.disabledAt !== null) lines.push(text.replayedLater)
  return backWith(context, visit, done(...lines))
}
