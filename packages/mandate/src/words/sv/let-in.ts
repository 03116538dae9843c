import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const letIn: Words['letIn'] = {
  meaning: 'Du behöver inte vänta: en länk via e-post släpper in den här webbläsaren.',
  offer: 'Få en länk via e-post',

  title: 'Logga in utan att vänta',
  forWhom: ({ email }) => phrase`Någon bad om den här länken för att logga in som ${email}.`,
  whatHappens:
    'Den här webbläsaren behöver då inte vänta. Den loggas inte in: lösenordet krävs fortfarande.',
  button: 'Fortsätt i den här webbläsaren',
  done: 'Den här webbläsaren behöver inte vänta längre. Logga in nu.',
}
