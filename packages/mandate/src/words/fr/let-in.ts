import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const letIn: Words['letIn'] = {
  meaning: 'Inutile d’attendre : un lien par e-mail autorise ce navigateur.',
  offer: 'Recevoir un lien par e-mail',

  title: 'Se connecter sans attendre',
  forWhom: ({ email }) =>
    phrase`Quelqu’un a demandé ce lien pour se connecter en tant que ${email}.`,
  whatHappens:
    'Ce navigateur n’aura plus à attendre. Il n’est pas connecté pour autant : le mot de passe reste demandé.',
  button: 'Continuer dans ce navigateur',
  done: 'Ce navigateur n’a plus à attendre. Connectez-vous maintenant.',
}
