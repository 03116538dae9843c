import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const limits: Words['limits'] = {
  amount: ({ amount }) => phrase`Upp till ${amount}`,
  calls: ({ times }) =>
    inWords.plural(times, {
      one: 'Högst ett anrop',
      other: `Högst ${inWords.number(times)} anrop`,
    }),
  until: ({ time }) => phrase`Till och med ${time}`,

  lowerHere: 'Ange lägre gränser',
  onlyLower: 'En gräns kan bara sänkas här. Lämna ett fält som det är för att behålla gränsen.',
  amountField: ({ currency }) => phrase`Belopp, i ${currency}`,
  callsField: 'Antal anrop',
  untilField: 'Till och med, i UTC',
  lower: ({ client }) => phrase`Sänk ${client}`,

  lowered: ({ client }) => phrase`Gränserna för ${client} är lägre nu. Det gäller genast.`,
  unchanged: 'Inget ändrades: varje gräns är som den var.',
  higher: 'En gräns kan bara sänkas. För mer måste appen fråga dig igen.',
  unreadable: 'En av gränserna kan inte användas. Kontrollera det du skrev in.',
  past: 'Välj ett slut som ligger i framtiden.',
}
