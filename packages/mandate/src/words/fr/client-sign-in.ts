import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const clientSignIn: Words['clientSignIn'] = {
  one: {
    heading: 'Votre client a-t-il envoyé cette requête ?',
    promise: 'Son identifiant et son secret vous montrent le motif exact.',
    button: 'Afficher le motif',
  },
  all: {
    heading: 'Se connecter en tant que client',
    promise: 'Saisissez l’identifiant et le secret avec lesquels il s’authentifie.',
    button: 'Afficher les requêtes refusées',
  },
  failed:
    'Échec. Vérifiez l’identifiant et le secret du client. Seul le client qui a envoyé la requête peut en voir le motif.',
  id: 'Identifiant du client',
  secret: 'Secret du client',
  publicClient: ({ code }) =>
    phrase`Un client public n’a pas de secret. L’attribut ${code('error_description')} de ses réponses indique ce qui n’allait pas, et l’exploitant trouve le reste grâce à la référence.`,
}
