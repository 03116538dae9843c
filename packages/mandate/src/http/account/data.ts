/** `/account/data`: the owner of an account downloads what is kept about them, or deletes it. */

import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { askForDeletion, deletionTime } from '../../operations/account-deletion.ts'
import {
  dataPage,
  deletionAskedPage,
  deletionQuestion,
  isLastOwner,
  notDeleted,
} from '../../pages/account/data.ts'
import type { Told } from '../../pages/account/shell.ts'
import { listConnections } from '../../people/connections.ts'
import { personalData } from '../../people/personal-data.ts'
import type { SignedIn } from '../../people/session.ts'
import { endSessionCookie } from '../browser.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'
import { accountAct } from './act.ts'
import { accountActor } from './actor.ts'
import { deskProps } from './desk.ts'
import { accountPage } from './page.ts'

const PATH = '/account/data'
const onDataPage = { place: 'data', address: PATH, show: sendData } as const

export const dataOfAccount = accountPage({
  path: PATH,
  show: (context, exchange, signedIn) => sendData(context, exchange, { signedIn, notice: null }),
})

export const downloadData = accountAct({
  name: 'download_data',
  path: '/account/data/download',
  page: onDataPage,
  needsRecentSignIn: true,
  read: () => ({}),
  perform: (context, { reply }, { signedIn: { account } }) => {
    const { store, clock, settings } = context
    const asked = { account, issuer: settings.issuer, at: clock.now() }
    return reply
      .header('Content-Disposition', 'attachment; filename="account-data.json"')
      .header('Cache-Control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(Readable.from(personalData(store, asked)))
  },
})

export const deleteOwnAccount = accountAct({
  name: 'delete_account',
  path: '/account/data/delete',
  page: onDataPage,
  needsRecentSignIn: true,
  read: () => ({}),
  confirm: async (context, exchange, { signedIn: { account } }) => {
    const { words } = deskProps(context, exchange, account)
    const now = context.clock.now()
    const { connections } = await listConnections(context.store, account.id, { now })
    const after = await deletionTime(context)
    return deletionQuestion(words, { apps: connections.length, after })
  },
  perform: async (context, exchange, { signedIn }) => {
    const { account } = signedIn
    const outcome = await askForDeletion(context, accountActor(exchange, account), null)
    if (outcome.is !== 'asked') {
      const notice = outcome.is === 'last_owner' ? isLastOwner : notDeleted
      return sendData(context, exchange, { signedIn, notice })
    }
    endSessionCookie(context, exchange.reply)
    return sendPage(exchange.reply, {
      status: 200,
      html: deletionAskedPage({
        ...pageProps(context, exchange.request, { account }),
        after: outcome.after,
        signInAddress: '/sign-in',
      }),
    })
  },
})

async function sendData(
  context: HttpContext,
  exchange: Exchange,
  { signedIn: { account }, notice }: { readonly signedIn: SignedIn; readonly notice: Told | null },
): Promise<FastifyReply> {
  const hidden = { account: account.id }
  return sendPage(exchange.reply, {
    status: 200,
    html: dataPage({
      ...deskProps(context, exchange, account),
      notice,
      graceSeconds: context.settings.deletionGraceSeconds,
      download: { action: downloadData.path, hidden },
      remove: { action: deleteOwnAccount.path, hidden },
    }),
    leadsElsewhere: context.ways.leadElsewhere,
  })
}
