/** Why a line is refused, as the rest of a sentence that begins with the line. */

import type { ImportRefusal } from '../../operations/import-accounts.ts'
import type { Problem } from '../../people/user-records/read.ts'

export function problemWords(problems: readonly Problem[]): string {
  return problems.map(({ field, reason }) => `${field} ${reason}`).join('; ')
}

export function refusalWords(because: ImportRefusal): string {
  switch (because.is) {
    case 'differs':
      return `is a user who is there already, and an import changes nobody: ${because.fields.join(', ')} ${because.fields.length === 1 ? 'is' : 'are'} different`
    case 'email_taken':
      return `email belongs to another user already, ${because.accountId}`
    case 'identity_taken':
      return `provider_subject belongs to another user already, ${because.accountId}`
    case 'subject_deleted':
      return 'subject was the id of a user who was deleted; such an id is never used again'
  }
}

/** The same where only the earlier lines of the file are known, as in a dry run. */
export function refusalInFileWords(because: ImportRefusal): string {
  switch (because.is) {
    case 'differs':
      return `is the user of an earlier line, with another ${because.fields.join(', ')}`
    case 'email_taken':
      return 'email belongs to the user of an earlier line already'
    case 'identity_taken':
      return 'provider_subject belongs to the user of an earlier line already'
    case 'subject_deleted':
      return refusalWords(because)
  }
}
