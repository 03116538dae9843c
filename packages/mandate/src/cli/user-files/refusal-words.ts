/** Why a line is refused, as the end of a sentence that starts with the line. */

import type { ImportRefusal } from '../../operations/import-accounts.ts'
import type { Problem } from '../../people/user-records/read.ts'

export function problemWords(problems: readonly Problem[]): string {
  return problems.map(({ field, reason }) => `${field} ${reason}`).join('; ')
}

export function refusalWords(because: ImportRefusal): string {
  switch (because.is) {
    case 'differs':
      return `is a user that already exists with different values for ${because.fields.join(', ')}; an import does not change users`
    case 'email_taken':
      return `email already belongs to another user, ${because.accountId}`
    case 'identity_taken':
      return `provider_subject already belongs to another user, ${because.accountId}`
    case 'subject_deleted':
      return 'subject was the id of a deleted user and cannot be used again'
  }
}

/** The same for earlier lines of the file, in a dry run. */
export function refusalInFileWords(because: ImportRefusal): string {
  switch (because.is) {
    case 'differs':
      return `is the user of an earlier line with different values for ${because.fields.join(', ')}`
    case 'email_taken':
      return 'email already belongs to the user of an earlier line'
    case 'identity_taken':
      return 'provider_subject already belongs to the user of an earlier line'
    case 'subject_deleted':
      return refusalWords(because)
  }
}
