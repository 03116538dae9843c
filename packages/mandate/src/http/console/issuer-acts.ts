/** What operators do with a trusted issuer: disable, enable, delete. */

import { type IssuerTurn, turnTrustedIssuer } from '../../operations/trusted-issuers.ts'
import { ISSUERS } from '../../pages/console/issuers.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct, type Submitted } from './act.ts'
import { counted } from './counts.ts'
import { issuerOf, noSuchIssuer } from './issuers.ts'
import { done, goAndTell, placeOf, type Visit } from './visit.ts'

const text = consoleWords.issuers
const ONE = `${ISSUERS}/:id` as const
const page = ({ id = '' }: Visit['params']) => placeOf('issuers', id)

async function turn(
  context: HttpContext,
  visit: Submitted,
  { how, told }: { readonly how: IssuerTurn; readonly told: (name: string) => string },
) {
  const issuer = await issuerOf(context, visit)
  const wanted = { id: issuer?.id ?? '', turn: how }
  const outcome = await turnTrustedIssuer(context, visit.operating.actor, wanted)
  if (issuer === undefined || outcome.is === 'no_such_issuer') return noSuchIssuer(visit)
  const address = how === 'delete' ? ISSUERS : page(visit.params)
  return goAndTell(context, visit, { address, told: done(told(issuer.name)) })
}

/** A machine's token proves who the client is; its grant is the client's own, and stays. */
function consequencesOf({ purpose, clients }: TrustedIssuer): readonly string[] {
  if (purpose === 'workload') return [text.workloadsRefused]
  return [text.grantsEnd(counted(Object.keys(clients).length, 'app')), text.assertionsRefused]
}

export const disableIssuer = consoleAct({
  ...{ path: `${ONE}/disable`, needs: 'settings:write', needsRecentSignIn: true, page },
  ask: async (context, visit) => {
    const issuer = await issuerOf(context, visit)
    if (issuer === undefined) return noSuchIssuer(visit)
    return {
      ...{ current: 'issuers', title: text.disableQuestion(issuer.name), typed: null },
      consequences: [...consequencesOf(issuer), text.disableUndo],
      ...{ button: text.disableButton, back: page(visit.params) },
    }
  },
  perform: (context, visit) => turn(context, visit, { how: 'disable', told: text.wasDisabled }),
})

export const enableIssuer = consoleAct({
  ...{ path: `${ONE}/enable`, needs: 'settings:write', needsRecentSignIn: true, page },
  perform: (context, visit) => turn(context, visit, { how: 'enable', told: text.wasEnabled }),
})

export const deleteIssuer = consoleAct({
  ...{ path: `${ONE}/delete`, needs: 'settings:write', needsRecentSignIn: true, page },
  ask: async (context, visit) => {
    const issuer = await issuerOf(context, visit)
    if (issuer === undefined) return noSuchIssuer(visit)
    return {
      ...{ current: 'issuers', title: text.deleteQuestion(issuer.name), typed: issuer.name },
      consequences: [...consequencesOf(issuer), text.deleteForever],
      ...{ button: text.deleteButton, back: page(visit.params) },
    }
  },
  perform: (context, visit) => turn(context, visit, { how: 'delete', told: text.wasDeleted }),
})
