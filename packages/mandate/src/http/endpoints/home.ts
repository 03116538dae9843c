/** `/`: what this server is, for people who type its address. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { homePage } from '../../pages/home.ts'
import { shownName } from '../../people/account.ts'
import { whoIsSignedIn } from '../browser.ts'
import type { HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'
import { sendPage } from '../page-response.ts'

export const home =
  (context: HttpContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const signedIn = await whoIsSignedIn(context, request)
    return sendPage(reply, {
      status: 200,
      html: homePage({
        ...pageProps(context, request, { account: signedIn?.account }),
        accountAddress: '/account',
        person: signedIn === undefined ? null : { email: shownName(signedIn.account) },
        issuer: context.settings.issuer,
        metadataAddress: '/.well-known/oauth-authorization-server',
      }),
    })
  }
