/** All pages and acts of the console, on one screen. `routes.ts` serves them. */

import type { ConsoleAct } from './act.ts'
import { addKeys, keysInConsole, retireServerKey } from './keys.ts'
import { overviewInConsole } from './overview.ts'
import type { ConsolePage, Handler } from './page.ts'
import { refusalInConsole, refusalsInConsole } from './refusals.ts'
import {
  disableUser,
  enableUser,
  endUserSession,
  endUserSessions,
  unlockUser,
} from './user-acts.ts'
import { usersInConsole } from './users.ts'

export const consolePages: readonly ConsolePage[] = [
  overviewInConsole,
  refusalsInConsole,
  refusalInConsole,
  usersInConsole,
  keysInConsole,
]

export const consoleActs: readonly ConsoleAct[] = [
  disableUser,
  enableUser,
  unlockUser,
  endUserSession,
  endUserSessions,
  addKeys,
  retireServerKey,
]

type Methods = { readonly [Name in 'GET' | 'HEAD' | 'POST']?: Handler }

/** By address: a page and the act of its form may share one. */
export function consoleRoutes(): readonly (readonly [path: string, methods: Methods])[] {
  const found = new Map<string, Methods>()
  const add = (path: string, methods: Methods) =>
    found.set(path, { ...found.get(path), ...methods })
  for (const { path, open } of consolePages) add(path, { GET: open, HEAD: open })
  for (const { path, open, submit } of consoleActs) {
    add(path, { ...(open !== undefined && { GET: open, HEAD: open }), POST: submit })
  }
  return [...found]
}
