import { id, nullable, type Several, time } from './table.ts'

/** The terms that a person accepted last. */
export interface AcceptedTerms {
  readonly version: string
  /** In seconds since 1970. */
  readonly at: number
}

const parts = { termsVersion: nullable(id), termsAcceptedAt: nullable(time) }

export const acceptedTerms: Several<AcceptedTerms | null, typeof parts> = {
  parts,
  join: ({ termsVersion, termsAcceptedAt }) =>
    termsVersion === null || termsAcceptedAt === null
      ? null
      : { version: termsVersion, at: termsAcceptedAt },
  split: (accepted) => ({
    termsVersion: accepted?.version ?? null,
    termsAcceptedAt: accepted?.at ?? null,
  }),
}
