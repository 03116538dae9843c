/** How people sign in, stay signed in and make accounts. */

import { wayKinds } from '../../ways/ways.ts'
import { mailUrlProblem, senderProblem } from '../mail.ts'
import { domainsProblem, rangeUrlProblem } from '../rules.ts'
import { type Setting, wholeNumber, YEAR } from '../setting.ts'

export const people = {
  sign_in: {
    declarable: true,
    schema: { type: 'object', kinds: { by: 'way', kinds: wayKinds } },
    default: { password: { way: 'password' }, passkey: { way: 'passkey' } },
    meaning:
      'The ways to sign in, by name, in the order of the sign-in page. If the only way is external, ' +
      'no page is shown and the browser goes straight there.',
    give: 'a map from a name of your choice to a way and its members, such as {password: {}}',
    // The secrets in it are separate members, which are never shown.
    confidential: true,
  },
  second_factor: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['optional', 'required'] },
    default: 'optional',
    meaning:
      'Whether everybody needs a second factor, such as a code from an authenticator app. People ' +
      'without one set it up at the next sign-in. A provider that reports two factors counts.',
    give: 'optional or required',
  },
  second_factor_scopes: {
    declarable: true,
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning: 'The scope tokens that need a second factor, for requests of any app.',
    give: 'scope tokens that are described in scopes, such as [payments]',
  },
  session_seconds: wholeNumber({
    declarable: true,
    from: 60,
    to: YEAR,
    default: 604_800,
    meaning: 'How long a browser stays signed in at most.',
  }),
  session_idle_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: YEAR,
    default: 86_400,
    meaning:
      'How long a browser stays signed in without opening a page here; 0 for no limit. Not for a ' +
      'browser in which the person chose to stay signed in.',
  }),
  keep_signed_in_seconds: wholeNumber({
    declarable: true,
    from: 0,
    to: YEAR,
    default: 2_592_000,
    meaning:
      'How long a browser stays signed in if the person ticks "Keep me signed in"; 0 to not offer ' +
      'it. Without the tick, the cookie ends with the browser.',
  }),
  registration: {
    declarable: true,
    schema: { type: 'string', minLength: 1, enum: ['off', 'invited', 'open'] },
    default: 'off',
    meaning:
      'Whether people make accounts themselves: not at all, only with an invitation ' +
      '(`mandate user invite`), or everybody who receives a mail at their address, which needs ' +
      '`mail_url`. The account is made with a password.',
    give: 'off, invited or open',
  },
  registration_domains: {
    declarable: true,
    schema: { type: 'array', items: { type: 'string' } },
    default: [],
    meaning:
      'With `registration: open`, the domains of the addresses that may have an account; none for ' +
      'all. Subdomains do not count. Invitations can go to any address.',
    give: 'domains, such as [example.com]',
    problem: (value) => domainsProblem(value as readonly string[]),
  },
  terms_version: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no terms have to be accepted' },
    meaning:
      'Names the current version of the terms at `terms_url`. People who create an account have to accept ' +
      'it. Which version they accepted, and when, is kept.',
    give: 'a name of at most 100 characters, such as 2026-05',
    problem: (value) =>
      /^[\x21-\x7e]{1,100}$/.test(String(value))
        ? undefined
        : 'a name without spaces, such as 2026-05',
  },
  deletion_grace_seconds: wholeNumber({
    declarable: true,
    from: 3_600,
    to: YEAR,
    default: 2_592_000,
    meaning:
      'How long a person who deletes their account can still keep it by signing in. Everything else ' +
      'ends at once.',
  }),
  password_range_url: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'new passwords are compared with the built-in list only' },
    meaning:
      'A service that knows leaked passwords, in the form of the Pwned Passwords range API. It is sent ' +
      'the first five hexadecimal digits of the SHA-1 of each new password, never the password. If it ' +
      'does not answer, the password is accepted, and the log says so.',
    give: 'an https:// URL to which the five digits are added, such as https://api.pwnedpasswords.com/range',
    problem: (value) => rangeUrlProblem(String(value)),
  },
  mail_url: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no mail is sent, and no page offers it' },
    meaning:
      'The server that mail is sent through. `smtp://` requires STARTTLS, except on this machine; ' +
      '`smtps://` has TLS from the first byte. Certificates are always checked.',
    give: 'smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST',
    problem: (value) => mailUrlProblem(String(value)),
    confidential: true,
  },
  mail_from: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'none; required with `mail_url`' },
    meaning: 'The sender of all mail.',
    give: 'an e-mail address, perhaps with a name before it, such as Acme <no-reply@acme.example>',
    problem: (value) => senderProblem(String(value)),
  },
} as const satisfies Record<string, Setting>
