import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const device: Words['device'] = {
  title: 'Associer un appareil',
  about: 'Saisissez le code affiché par votre appareil.',
  aboutLink: 'Ce code vient d’un lien. Continuez seulement si votre appareil affiche le même code.',
  code: 'Code de l’appareil',
  codeHint: 'Huit lettres, par exemple WDJB-MJHT. Les majuscules et le tiret sont sans importance.',
  goOn: 'Continuer',
  warning:
    'Quelqu’un vous a envoyé ce code ou un lien vers cette page ? Fermez-la. Cette personne obtiendrait l’accès à votre compte.',
  missing: 'Saisissez le code affiché par votre appareil.',
  malformed: 'Un code a huit lettres, sans voyelles. Regardez à nouveau votre appareil.',
  unknown:
    'Aucun appareil n’attend avec ce code. Vérifiez votre saisie. Si elle est correcte, le code a expiré : recommencez sur l’appareil.',
  used: 'Ce code a déjà servi. Recommencez sur l’appareil.',
  wait: ({ span }) => phrase`Trop de codes erronés. Réessayez dans ${span}.`,
  question: ({ client }) => phrase`Associer un appareil qui utilise ${client} ?`,
  onlyIfYou:
    'Continuez seulement si vous venez de commencer vous-même, sur un appareil devant vous. Si quelqu’un vous a envoyé un code ou un lien, refusez.',
  codeOnDevice: 'L’appareil affiche',
  fromWhere: 'Provenance',
  deviceWith: ({ client }) => phrase`Un appareil qui utilise ${client}`,
  fromNetwork: ({ network }) => phrase`Un appareil à l’adresse réseau ${network}`,
  fromAgent: ({ agent, network }) => phrase`${agent}, adresse réseau ${network}`,
  serviceAsked:
    'L’application a fait la demande pour son appareil. Personne ici ne sait où il se trouve.',
  asked: ({ when }) => phrase`Demande : ${when}`,
  elsewhere:
    'Ce n’est pas le réseau que vous utilisez. C’est normal si l’appareil a une autre connexion que ce navigateur. Si ce n’est pas votre appareil, refusez.',
  afterwards: 'Quel que soit votre choix, retournez ensuite à l’appareil.',
  doneTitle: 'Appareil associé',
  done: 'Retournez à votre appareil : il continue tout seul dans quelques secondes. Vous pouvez fermer cette page.',
  undo: ({ account }) =>
    phrase`Vous pouvez le dissocier à tout moment dans ${account('votre compte')}.`,
  deniedTitle: 'Appareil non associé',
  denied: 'L’appareil n’a pas accès à votre compte. Vous pouvez fermer cette page.',
}
