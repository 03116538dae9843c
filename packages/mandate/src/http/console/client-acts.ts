/** What operators do with one client: rotate its secret, disable and enable, end its grants, delete it. */

import {
  deleteClient,
  disableClient,
  enableClient,
  rotateClientSecret,
} from '../../operations/clients.ts'
import { revokeGrants } from '../../operations/grants.ts'
import type { Question } from '../../pages/console/question.ts'
import { secretPage } from '../../pages/console/secret.ts'
import { html } from '../../pages/html.ts'
import { day } from '../../pages/time.ts'
import type { Client } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import { en } from '../../words/en/en.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { counted, countedGrants, liveGrantsOf } from './counts.ts'
import { alerted, done, goAndTell, placeOf, sendConsole, sendMissing, type Visit } from './visit.ts'

const text = consoleWords.clients
const page = ({ id = '' }: Visit['params']) => placeOf('clients', id)
const noSuchClient = (visit: Visit) => sendMissing(visit, { current: 'clients', what: 'client' })

function clientOf({ store }: HttpContext, { params }: Visit): Promise<Client | undefined> {
  return store.clients.find(params['id'] ?? '')
}

type Asked = Pick<Question, 'title' | 'consequences' | 'button'> & { readonly typed?: string }

/** The question about the client of this page, with the numbers of its live grants. */
const asking =
  (question: (client: Client, counts: ReturnType<typeof countedGrants>) => Asked) =>
  async (context: HttpContext, visit: Visit) => {
    const client = await clientOf(context, visit)
    if (client === undefined) return noSuchClient(visit)
    const counts = countedGrants(await liveGrantsOf(context, { clientId: client.id }))
    const back = page(visit.params)
    return { typed: null, ...question(client, counts), current: 'clients' as const, back }
  }

export const rotateSecretOfClient = consoleAct({
  path: '/console/clients/:id/rotate-secret',
  needs: 'clients:write',
  needsRecentSignIn: true,
  isOnce: true,
  page,
  ask: async (context, visit) => {
    const client = await clientOf(context, visit)
    if (client === undefined) return noSuchClient(visit)
    const overlap = en.inWords.span(context.settings.clientSecretOverlapSeconds)
    return {
      ...{ current: 'clients', title: text.rotateQuestion(client.name), typed: null },
      consequences: text.rotateConsequences(overlap),
      fields: html`<div class="tick"><input id="now" name="now" type="checkbox" value="yes"/>
<label for="now">${text.rotateNow}</label></div>`,
      ...{ button: text.rotateButton, back: page(visit.params) },
    }
  },
  perform: async (context, visit) => {
    const client = await clientOf(context, visit)
    if (client === undefined) return noSuchClient(visit)
    const outcome = await rotateClientSecret(context, visit.operating.actor, {
      id: client.id,
      ...(visit.form.has('now') && { overlapSeconds: 0 }),
    })
    const onward = page(visit.params)
    if (outcome.is === 'no_such_client') return noSuchClient(visit)
    if (outcome.is !== 'rotated') {
      const hasNone = outcome.is === 'public_client' || outcome.is === 'no_secret'
      const told = alerted(hasNone ? text.cannotRotate : text.clockInDoubt)
      return goAndTell(context, visit, { address: onward, told })
    }
    const { props } = visit
    const until = html`${text.rotatedUntil} ${day(props.words, outcome.previousExpiresAt)}.`
    return sendConsole(
      visit,
      secretPage({
        ...{ ...props, current: 'clients', title: text.rotatedTitle(client.name), onward },
        about: [text.rotatedAbout, until],
        values: [
          [text.id, client.id],
          [text.secret, outcome.secret],
        ],
      }),
    )
  },
})

export const disableClientAct = consoleAct({
  path: '/console/clients/:id/disable',
  needs: 'clients:write',
  needsRecentSignIn: true,
  page,
  ask: asking(({ name }, { grants, users }) => ({
    title: text.disableQuestion(name),
    consequences: [text.grantsRefused(grants, users), text.disableUndo],
    button: text.disableButton,
  })),
  perform: async (context, visit) => {
    const client = await clientOf(context, visit)
    const clientId = client?.id ?? ''
    const outcome = await disableClient(context, visit.operating.actor, { clientId })
    if (client === undefined || outcome.is === 'no_such_client') return noSuchClient(visit)
    const told = done(text.wasDisabled(client.name))
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const enableClientAct = consoleAct({
  path: '/console/clients/:id/enable',
  needs: 'clients:write',
  needsRecentSignIn: false,
  page,
  perform: async (context, visit) => {
    const client = await clientOf(context, visit)
    const clientId = client?.id ?? ''
    const outcome = await enableClient(context, visit.operating.actor, { clientId })
    if (client === undefined || outcome.is === 'no_such_client') return noSuchClient(visit)
    const told = done(text.wasEnabled(client.name))
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const endGrantsOfClient = consoleAct({
  path: '/console/clients/:id/end-grants',
  // Not grants:write, which support has to help one person.
  needs: 'clients:write',
  needsRecentSignIn: true,
  page,
  ask: asking(({ name }, { grants, users }) => ({
    title: text.endQuestion(name),
    consequences: [text.grantsEnd(grants, users), text.endAgain],
    ...{ button: text.endButton, typed: name },
  })),
  perform: async (context, visit) => {
    const client = await clientOf(context, visit)
    if (client === undefined) return noSuchClient(visit)
    const whose = { clientId: client.id }
    const { grants } = await revokeGrants(context, visit.operating.actor, whose)
    const told = done(
      grants === 'many' ? text.manyEnded : text.grantsEnded(counted(grants, 'grant')),
    )
    return goAndTell(context, visit, { address: page(visit.params), told })
  },
})

export const deleteClientAct = consoleAct({
  path: '/console/clients/:id/delete',
  needs: 'clients:write',
  needsRecentSignIn: true,
  page,
  ask: asking(({ name }, { grants, users }) => ({
    title: text.deleteQuestion(name),
    consequences: [text.grantsEnd(grants, users), text.deleteSecrets, text.deleteForever],
    ...{ button: text.deleteButton, typed: name },
  })),
  perform: async (context, visit) => {
    const client = await clientOf(context, visit)
    const clientId = client?.id ?? ''
    const outcome = await deleteClient(context, visit.operating.actor, { clientId })
    if (client === undefined || outcome.is === 'no_such_client') return noSuchClient(visit)
    const told = done(text.wasDeleted(client.name))
    return goAndTell(context, visit, { address: '/console/clients', told })
  },
})
