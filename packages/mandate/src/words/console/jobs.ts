/** Work that was given up: the list, and how it is tried again. */

export const jobs = {
  title: 'Failed jobs',
  caption: 'Jobs that were given up, latest first',
  about:
    'Mails and logout notices that failed until their time was over. They stay listed for 30 days, and are tried again only by hand.',
  none: 'No job was given up',
  noneNext: 'Mails and logout notices that cannot be delivered for about a day appear here.',
  noneOfKind: 'No job of this kind was given up',
  noneOfKindNext: 'Show all of them.',
  kind: 'Job',
  everyKind: 'Every kind',
  when: 'Given up',
  attempts: 'Attempts',
  problem: 'Problem',
  retry: 'Try again',
  retryAll: 'Try all again',
  retryQuestion: 'Try all failed jobs again?',
  retryConsequences: (jobs: string) => [
    `Tried again at once: ${jobs}.`,
    'A mail of which nobody knows whether it was sent may arrive twice.',
    'Links in mails that have expired meanwhile do not work.',
  ],
  retryButton: 'Try them again',
  wasRetried: 'The job is tried again now.',
  wereRetried: (jobs: string) => `Tried again now: ${jobs}.`,
} as const
