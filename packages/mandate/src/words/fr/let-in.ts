import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const letIn: Words['letIn'] = {
  meaning: 'Vous n’avez pas à attendre : un lien envoyé par e-mail ouvre la voie à ce navigateur.',
  offer: 'Obtenir un lien par e-mail',

  title: 'Se connecter sans attendre',
  forWhom: ({ email }) => phrase`Ce lien a été demandé pour se connecter avec le compte ${email}.`,
  whatHappens:
    'Ce navigateur n’aura alors pas à attendre. Il n’est pas connecté pour autant : le mot de passe reste demandé.',
  button: 'Continuer dans ce navigateur',
  done: 'Ce navigateur n’a plus à attendre. Connectez-vous maintenant.',
}
