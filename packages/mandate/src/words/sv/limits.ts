import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`Upp till ${amount}`,
  calls: ({ times }) =>
    inWords.plural(times, {
      one: 'Högst en gång',
      other: `Högst ${inWords.number(times)} gånger`,
    }),
  until: ({ time }) => phrase`Till och med ${time}`,

  lowerHere: 'Ange lägre gränser',
  onlyLower: 'En gräns kan bara sänkas här. Lämna ett fält som det är för att behålla gränsen.',
  amountField: ({ currency }) => phrase`Belopp, i ${currency}`,
  callsField: 'Antal gånger',
  untilField: 'Till och med, i UTC',
  lower: ({ client }) => phrase`Sänk gränserna ${client}`,

  lowered: ({ client }) => phrase`Gränserna för ${client} är lägre nu. Det gäller genast.`,
  unchanged: 'Inget ändrades: varje gräns är som den var.',
  higher: 'En gräns kan bara sänkas. För mer måste appen fråga dig igen.',
  unreadable:
    'Ett belopp, ett antal eller en tidpunkt är inte giltig. Kontrollera det du skrev in.',
  past: 'Välj en tidpunkt i framtiden.',
}
