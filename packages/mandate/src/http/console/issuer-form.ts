/** `/console/issuers/new` and `/console/issuers/:id/edit`: the form, and what it does. */

import type { FastifyReply } from 'fastify'
import { ISSUER_PURPOSES, limitsGrants } from '../../clients/trusted-issuer.ts'
import { ASYMMETRIC_ALGORITHMS } from '../../jwt/algorithms.ts'
import { createTrustedIssuer, updateTrustedIssuer } from '../../operations/trusted-issuers.ts'
import { type IssuerFields, issuerFormPage } from '../../pages/console/issuer-form.ts'
import { ISSUERS, NEW_ISSUER } from '../../pages/console/issuers.ts'
import type { TrustedIssuer } from '../../store/records.ts'
import { consoleWords } from '../../words/console/console.ts'
import type { HttpContext } from '../context.ts'
import { consoleAct } from './act.ts'
import { differenceOf, fieldsIn, fieldsOf, readIssuer } from './issuer-fields.ts'
import { issuerOf, noSuchIssuer } from './issuers.ts'
import { consolePage } from './page.ts'
import { alerted, done, goAndTell, placeOf, sendConsole, type Visit } from './visit.ts'

const text = consoleWords.issuers
const EDIT = `${ISSUERS}/:id/edit` as const

const EMPTY: IssuerFields = {
  ...{ name: '', issuer: '', purpose: ISSUER_PURPOSES[0], tenant: '', provider: '', customer: '' },
  ...{ jwks_uri: '', jwks: '', algorithms: '', max_lifetime: '', clients: '', scope: '' },
  ...{ resources: '', logout_audience: '', provisions: false, single_use: false },
}

export const newIssuerInConsole = consolePage({
  path: NEW_ISSUER,
  needs: 'settings:write',
  needsRecentSignIn: true,
  show: (context, visit) => sendForm(context, visit, { fields: EMPTY }),
})

export const trustIssuer = consoleAct({
  path: NEW_ISSUER,
  needs: 'settings:write',
  needsRecentSignIn: true,
  isOnce: true,
  page: () => ISSUERS,
  perform: async (context, visit) => {
    const fields = fieldsIn(visit.form, null)
    const read = readIssuer(fields)
    if ('problem' in read) return sendForm(context, visit, { fields, problem: read.problem })
    const { issuer, purpose, tenant, provider } = fields
    const described = {
      ...{ ...read.change, name: fields.name, issuer, purpose, tenant },
      provider: provider === '' ? issuer : providerNamed(context, provider),
    }
    const outcome = await createTrustedIssuer(context, visit.operating.actor, described)
    if (outcome.is === 'invalid') {
      return sendForm(context, visit, { fields, problem: outcome.sentence })
    }
    if (outcome.is === 'issuer_taken') {
      const problem = outcome.by === undefined ? text.takenJustNow : text.taken(outcome.by.name)
      return sendForm(context, visit, { fields, problem })
    }
    const address = placeOf('issuers', outcome.issuer.id)
    return goAndTell(context, visit, { address, told: done(text.wasCreated(fields.name)) })
  },
})

/** A way to sign in stands for the provider behind it. */
function providerNamed({ ways }: HttpContext, named: string): string {
  const way = ways.all.find((one) => one.is === 'external' && one.name === named)
  return way?.is === 'external' ? way.provider : named
}

export const editIssuerInConsole = consolePage({
  path: EDIT,
  needs: 'settings:write',
  needsRecentSignIn: true,
  show: async (context, visit) => {
    const of = await issuerOf(context, visit)
    if (of === undefined) return noSuchIssuer(visit)
    return sendForm(context, visit, { of, fields: fieldsOf(of) })
  },
})

export const changeIssuer = consoleAct({
  path: EDIT,
  needs: 'settings:write',
  needsRecentSignIn: true,
  page: ({ id = '' }) => `${placeOf('issuers', id)}/edit`,
  perform: async (context, visit) => {
    const of = await issuerOf(context, visit)
    if (of === undefined) return noSuchIssuer(visit)
    const address = placeOf('issuers', of.id)
    const { revision } = of
    if (visit.form.one('revision') !== revision) return backWithNews(context, visit, address)
    const fields = fieldsIn(visit.form, of)
    const read = readIssuer(fields)
    if ('problem' in read) return sendForm(context, visit, { of, fields, problem: read.problem })
    const change = differenceOf(of, read.change)
    const endsGrants = of.purpose !== 'workload' && limitsGrants(change)
    if (endsGrants && !visit.form.has('ends')) {
      const problem = text.endsProblem
      return sendForm(context, visit, { of, fields, problem, asksToEnd: true })
    }
    if (Object.keys(change).length > 0) {
      const wanted = { id: of.id, change, revision }
      const outcome = await updateTrustedIssuer(context, visit.operating.actor, wanted)
      if (outcome.is === 'no_such_issuer') return noSuchIssuer(visit)
      if (outcome.is === 'changed_meanwhile') return backWithNews(context, visit, address)
      if (outcome.is === 'invalid') {
        const problem = outcome.sentence
        return sendForm(context, visit, { of, fields, problem, asksToEnd: endsGrants })
      }
    }
    return goAndTell(context, visit, { address, told: done(text.wasSaved) })
  },
})

/** Somebody else has changed it since the form was filled in. */
function backWithNews(context: HttpContext, visit: Visit, address: string) {
  return goAndTell(context, visit, { address, told: alerted(text.changedMeanwhile) })
}

function sendForm(
  { settings }: HttpContext,
  visit: Visit,
  {
    of = null,
    fields,
    problem = null,
    asksToEnd = false,
  }: {
    readonly of?: TrustedIssuer | null
    readonly fields: IssuerFields
    readonly problem?: string | null
    readonly asksToEnd?: boolean
  },
): FastifyReply {
  const html = issuerFormPage({
    ...{ ...visit.props, fields, problem, asksToEnd, scopes: Object.keys(settings.scopes) },
    algorithms: ASYMMETRIC_ALGORITHMS,
    of: of && { name: of.name, address: placeOf('issuers', of.id), revision: of.revision },
  })
  return sendConsole(visit, html, problem === null ? 200 : 400)
}
