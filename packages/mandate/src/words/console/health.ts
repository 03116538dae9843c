/** What `mandate doctor` finds, asked from inside a running server. */

export const health = {
  title: 'Health',
  about:
    'The checks of mandate doctor that make sense inside a running server, made just now by the process that answered. Nothing is changed by them.',
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
  more: 'The file of the database, its damage and who may read it are checked on the machine:',
  moreCommand: 'mandate doctor',
  unavailable:
    'This server was started by a program that did not bring the checks. On the machine, run:',
} as const
