/**
 * The messages at the top of the page, in plain words. Only the name of a notice travels in a URL, so
 * nobody else can put words on this application's pages.
 */

import { MandateError } from '@mandate/client'
import { ApiRefusal } from './notes-api.ts'

export interface Notice {
  readonly tone: 'good' | 'bad'
  readonly text: string
  /** The button for the next step, if there is one. */
  readonly next?: 'connect' | 'retry'
}

const notices: Readonly<Record<string, Notice>> = {
  connected: { tone: 'good', text: 'Connected. Your notes are below.' },
  refreshed: { tone: 'good', text: 'The access token was refreshed.' },
  called: { tone: 'good', text: 'The API was called; what it answered is below.' },
  added: { tone: 'good', text: 'The note was added.' },
  empty_note: { tone: 'bad', text: 'The note had no text, so it was not added.' },
  disconnected: {
    tone: 'good',
    text: 'Disconnected. This application can no longer reach your notes.',
  },
  access_denied: {
    tone: 'bad',
    text: 'You did not allow the connection, so nothing was connected.',
    next: 'connect',
  },
  login_lost: {
    tone: 'bad',
    text: 'This sign-in was not started in this browser, or was started too long ago.',
    next: 'connect',
  },
  signed_out: {
    tone: 'bad',
    text: 'The connection has ended: it was revoked, or has run out. Connect again to go on.',
    next: 'connect',
  },
  server_unavailable: {
    tone: 'bad',
    text: 'The sign-in server does not answer right now. Your connection is kept.',
    next: 'retry',
  },
  api_unavailable: {
    tone: 'bad',
    text: 'The notes API does not answer right now. Your connection is kept.',
    next: 'retry',
  },
  api_refused: {
    tone: 'bad',
    text: 'The notes API refused this: the connection does not cover it.',
  },
  misconfigured: {
    tone: 'bad',
    text: 'This application is not set up correctly. Whoever runs it finds the reason in its log.',
    next: 'retry',
  },
}

/** The notice of that name; undefined for any other text. */
export function findNotice(name: string | null): Notice | undefined {
  return name !== null && Object.hasOwn(notices, name) ? notices[name] : undefined
}

/** The name of the notice for an error. */
export function noticeFor(error: unknown): string {
  if (error instanceof ApiRefusal) return error.status < 500 ? 'api_refused' : 'api_unavailable'
  if (!(error instanceof MandateError)) return 'api_unavailable'
  switch (error.code) {
    case 'access_denied':
    case 'signed_out':
    case 'server_unavailable':
      return error.code
    case 'state_mismatch':
    case 'issuer_mismatch':
    case 'callback_invalid':
      return 'login_lost'
    default:
      return 'misconfigured'
  }
}
