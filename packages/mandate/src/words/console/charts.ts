/** What is written around every chart. */

export const charts = {
  numbers: 'Show the numbers',
  time: 'Time (UTC)',
  nothing: 'Nothing in this time.',
  others: 'Others',
} as const
