/** What every account page needs, from the request and the account. */

import type { AccountDeskProps } from '../../pages/account/shell.ts'
import { shownName } from '../../people/account.ts'
import type { Account } from '../../store/records.ts'
import type { Exchange, HttpContext } from '../context.ts'
import { pageProps } from '../page-props.ts'

export function deskProps(
  context: HttpContext,
  { request }: Exchange,
  account: Account,
): AccountDeskProps {
  return {
    ...pageProps(context, request, { account }),
    email: shownName(account),
    signOut: { action: '/sign-out' },
  }
}
