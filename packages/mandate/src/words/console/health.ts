/** What `mandate doctor` finds, asked from inside a running server. */

export const health = {
  title: 'Health',
  about: 'Checked just now by the server process that answered. The checks change nothing.',
  well: (number: string) => `All ${number} checks are in order.`,
  problems: (number: string) =>
    number === '1' ? 'One check found a problem.' : `${number} checks found a problem.`,
  notices: (number: string) =>
    number === '1'
      ? 'One check has something for you to know.'
      : `${number} checks have something for you to know.`,
  caption: 'Checks',
  check: 'Check',
  result: 'Result',
  found: 'What was found',
  results: { problem: 'Problem', notice: 'To know', ok: 'In order' },
  remedy: 'What to do',
  more: 'The database file, damage to it, and who may read it can only be checked on the machine:',
  moreCommand: 'mandate doctor',
  unavailable:
    'The checks are not available here, because this server runs inside another program. On the machine, run:',
} as const
