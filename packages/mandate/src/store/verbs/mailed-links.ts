import { randomUUID } from 'node:crypto'
import type { Act } from '../../facts/actor.ts'
import type { NewFact } from '../../facts/fact.ts'
import { type Engine, type Row, type Step, step } from '../engine.ts'
import type { LinkUse, MailedLinkStore } from '../port.ts'
import { findAccountByEmailKey, holdAccountById, insertAccountByLink } from '../queries/accounts.ts'
import * as queries from '../queries/mailed-links.ts'
import type { Account, MailedLink } from '../records.ts'
import { readerOf } from '../rows.ts'
import { accounts } from '../tables/accounts.ts'
import { mailedLinks } from '../tables/mailed-links.ts'
import { writerOf } from '../tables/table.ts'
import { record } from './facts.ts'
import { afterNewPassword } from './new-password.ts'

const MOST_OPEN = 100
/** No account has the empty id, so nothing is recorded. */
const NOBODY = { table: 'accounts', id: '' } as const

export function createMailedLinkStore(engine: Engine): MailedLinkStore {
  /** The address is unique, and a unit that cannot set it changes nothing. */
  async function orTaken<Outcome>(
    { link }: LinkUse,
    outcome: Promise<Outcome>,
  ): Promise<Outcome | 'email_taken'> {
    try {
      return await outcome
    } catch (error) {
      const [owner] = await engine.read(
        step(findAccountByEmailKey, { email_key: link.emailKey ?? '' }),
      )
      if (owner === undefined || owner['id'] === link.accountId) throw error
      return 'email_taken'
    }
  }

  async function setPassword(
    { link, at, passwordHash }: LinkUse & { readonly passwordHash: string },
    act: Act,
    { use, more }: { use: typeof queries.useLink; more: (by: ByLink) => readonly Step[] },
  ): Promise<boolean> {
    const { accountId } = link
    if (accountId === null) return false
    const by = byLink(link, accountId)
    const [, used = []] = await engine.write([
      step(holdAccountById, { id: accountId }),
      step(use, { id: link.id, used_by: by.used_by, at }),
      step(queries.setPasswordByLink, {
        ...by,
        password_hash: passwordHash,
        email_key: link.emailKey,
      }),
      ...more(by),
      ...afterNewPassword(accountId, passwordHash),
      ...record({ kind: 'account.password_changed', accountId }, act, {
        about: { table: 'passwords', id: passwordHash },
      }),
    ])
    return used.length > 0
  }

  return {
    async insert(link, replaces, act) {
      const { id, purpose, accountId, emailKey, browser } = link
      const any_browser = Number(replaces === 'all')
      const older = { id, purpose, browser, any_browser }
      await engine.write([
        step(queries.insertMailedLink, writeLink(link)),
        ...(replaces === 'none'
          ? []
          : [
              accountId === null
                ? step(queries.replaceLinksOfAddress, { ...older, whose: emailKey })
                : step(queries.replaceLinksOfAccount, { ...older, whose: accountId }),
            ]),
        ...record(madeFact(link), act, isForSomebody(link) ? {} : { about: NOBODY }),
      ])
    },
    async find(id) {
      const [row] = await engine.read(step(queries.findMailedLink, { id }))
      return row && readLink(row)
    },
    async listOpen(accountId, now) {
      const input = { account_id: accountId, now, limit: MOST_OPEN }
      return (await engine.read(step(queries.listOpenLinks, input))).map(readLink)
    },
    async use({ link, at }) {
      const input = { id: link.id, used_by: randomUUID(), at }
      const query = link.accountId === null ? queries.useLinkWithoutAccount : queries.useLink
      const [rows = []] = await engine.write([step(query, input)])
      return rows.length > 0
    },
    resetPassword: (use, act) => setPassword(use, act, { use: queries.useLink, more: () => [] }),
    async register({ link, at, account }, act) {
      const { id, emailKey } = account
      const used_by = randomUUID()
      const by = { link_id: link.id, used_by }
      const [used = [], created = []] = await engine.write([
        step(queries.useLinkWithoutAccount, { id: link.id, used_by, at }),
        step(insertAccountByLink, { ...writeAccount(account), ...by }),
        step(queries.withdrawLinksToRegister, { ...by, email_key: emailKey }),
        ...factsOfNew(account).flatMap((fact) =>
          record(fact, act, { about: { table: 'accounts', id } }),
        ),
      ])
      if (used.length === 0) return 'link_over'
      return created.length > 0 ? 'created' : 'email_taken'
    },
    async verifyAddress({ link, at }, act) {
      const { accountId, email } = link
      if (accountId === null) return false
      const by = byLink(link, accountId)
      const [, used = []] = await engine.write([
        step(holdAccountById, { id: accountId }),
        step(queries.useLink, { id: link.id, used_by: by.used_by, at }),
        step(queries.setAddressByLink, { ...by, email, email_key: link.emailKey }),
        ...recordUse({ kind: 'account.address_verified', accountId }, act, by),
      ])
      return used.length > 0
    },
    async changeAddress(use, act) {
      const { link, at } = use
      const { accountId, email } = link
      if (accountId === null) return 'link_over'
      const by = byLink(link, accountId)
      const fact = { kind: 'account.address_changed', accountId, linkId: link.id } as const
      const written = engine.write([
        step(holdAccountById, { id: accountId }),
        step(queries.useLink, { id: link.id, used_by: by.used_by, at }),
        step(queries.setAddressByLink, { ...by, email, email_key: link.emailKey }),
        step(queries.withdrawLinksAfterUse, by),
        ...recordUse(fact, act, by),
      ])
      const outcome = written.then(([, used = []]) => (used.length > 0 ? 'changed' : 'link_over'))
      return orTaken(use, outcome)
    },
    async stopChange(use, act) {
      const { link } = use
      const { accountId, email } = link
      if (accountId === null) return 'link_over'
      const fact = { kind: 'account.address_change_stopped', accountId } as const
      const stopped = setPassword(use, act, {
        use: queries.useLinkOfAnyName,
        more: (by) => [
          step(queries.setAddressByLink, { ...by, email, email_key: link.emailKey }),
          step(queries.withdrawYoungerStops, { ...by, created_at: link.createdAt }),
          ...recordUse(fact, act, by),
        ],
      })
      return orTaken(
        use,
        stopped.then((done) => (done ? 'stopped' : 'link_over')),
      )
    },
    async withdrawInvitations(emailKey, act) {
      const { at } = act
      const fact = { kind: 'link.withdrawn', purpose: 'invitation' } as const
      const id = `${String(at).padStart(queries.WIDTH_OF_TIME, '0')} ${emailKey}`
      const recorded = record(fact, act, { about: { table: 'open_invitations', id } })
      const withdraw = step(queries.withdrawInvitations, { email_key: emailKey, now: at })
      return ((await engine.write([...recorded, withdraw])).at(-1) ?? []).length
    },
    async withdraw(accountId, purpose, act) {
      const fact = { kind: 'link.withdrawn', accountId, purpose } as const
      const recorded = record(fact, act, { about: { table: 'open_links', id: purpose } })
      const withdraw = step(queries.withdrawLinks, { account_id: accountId, purpose })
      return ((await engine.write([...recorded, withdraw])).at(-1) ?? []).length
    },
  }
}

/** What a step needs to know whether its own unit has used the link. */
interface ByLink {
  readonly id: string
  readonly link_id: string
  readonly used_by: string
}

function byLink(link: MailedLink, accountId: string): ByLink {
  return { id: accountId, link_id: link.id, used_by: randomUUID() }
}

function recordUse(fact: NewFact, act: Act, { link_id, used_by }: ByLink): readonly Step[] {
  return record(fact, act, { about: { table: 'mailed_links', id: `${link_id} ${used_by}` } })
}

function factsOfNew({ id: accountId, terms }: Account): readonly NewFact[] {
  return [
    { kind: 'account.created', accountId },
    ...(terms === null
      ? []
      : [{ kind: 'account.terms_accepted', accountId, version: terms.version } as const]),
  ]
}

function isForSomebody({ accountId, purpose, email }: MailedLink): boolean {
  return (
    accountId !== null || purpose === 'invitation' || (purpose === 'register' && email !== null)
  )
}

function madeFact({ id: linkId, purpose, accountId }: MailedLink): NewFact {
  return { kind: 'link.made', linkId, purpose, ...(accountId !== null && { accountId }) }
}

const writeAccount = writerOf(accounts)
const readLink: (row: Row) => MailedLink = readerOf(mailedLinks)
const writeLink = writerOf(mailedLinks)
