import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

/** What limits a permission: how much, how often, until when; and lowering that. */
export const limits = {
  amount: <P>({ amount }: { readonly amount: P }) => phrase`Up to ${amount}`,
  calls: ({ times }: { readonly times: number }) =>
    inWords.plural(times, {
      one: 'At most once',
      other: `At most ${inWords.number(times)} times`,
    }),
  until: <P>({ time }: { readonly time: P }) => phrase`Until ${time}`,

  lowerHere: 'Set lower limits',
  onlyLower: 'A limit can only be lowered here. Leave a field as it is to keep its limit.',
  amountField: <P>({ currency }: { readonly currency: P }) => phrase`Amount, in ${currency}`,
  callsField: 'How many times',
  untilField: 'Until, in UTC',
  lower: <P>({ client }: { readonly client: P }) => phrase`Lower the limits ${client}`,

  lowered: <P>({ client }: { readonly client: P }) =>
    phrase`The limits of ${client} are now lower. This takes effect at once.`,
  unchanged: 'Nothing was changed. Every limit is as it was.',
  higher: 'A limit can only be lowered. For more, the app has to ask you again.',
  unreadable: 'An amount, number or time is not valid. Check what you entered.',
  past: 'Choose a time in the future.',
}
